"""What is promised of blurring is promised with its measure: *blurred before pose* is the tight fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from shared.cli import shoal

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("edge_node", "aggregator", "privacy", "policies", "shared")
SHOWN = {".md", ".html", ".js", ".svg", ".toml", ".txt"}
CLAIM = re.compile(r"blur\w*\s+before\s+(?:the\s+)?pose", re.IGNORECASE)
FIGURE = re.compile(r"\d+ of \d+ (?:marked )?heads|\d+(?:\.\d+)? % of (?:the )?(?:marked )?heads")


def paragraphs() -> Iterator[tuple[str, str]]:
    """Yield place and text of every paragraph that people read: documents, templates, help, messages."""
    for path in sorted(_shown()):
        for text in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            yield str(path.relative_to(REPOSITORY)), text
    for path in (p for package in PACKAGES for p in (REPOSITORY / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield str(path.relative_to(REPOSITORY)), node.value
    for words, text in _help(shoal, ("shoal",)):
        yield " ".join(words), text


def is_bare(text: str) -> bool:
    """Return whether the text claims blurring before pose without the tight fill's figure beside it."""
    return bool(CLAIM.search(text)) and not ("tight" in text.lower() and FIGURE.search(text))


def test_blurred_before_pose_stands_beside_the_tight_figure_only() -> None:
    assert [place for place, text in paragraphs() if is_bare(text)] == []


def test_the_claim_is_made_where_the_fill_is_described() -> None:
    claims = {place for place, text in paragraphs() if CLAIM.search(text)}

    assert "edge_node/blur/README.md" in claims


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Every face is blurred before pose.", True),
        ("Faces are blurred\nbefore the pose model sees them: 155 of 155 heads (wide fill).", True),
        ("Blurred before pose by the tight fill, as always.", True),
        ("Blurred before pose (tight fill): 145 of 155 marked heads.", False),
        ("Anything shown has gone through the wide fill.", False),
    ],
    ids=["no figure", "the wrong figure", "no number", "with its figure", "no claim"],
)
def test_the_check_of_words_knows_wrong_from_right(text: str, wrong: bool) -> None:
    assert is_bare(text) is wrong


def _shown() -> Iterator[Path]:
    yield from REPOSITORY.glob("*.md")
    for package in PACKAGES:
        yield from (p for p in (REPOSITORY / package).rglob("*") if p.suffix in SHOWN)


def _help(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield words, command.get_help(click.Context(command))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for verb in command.list_commands(context):
            found = command.get_command(context, verb)
            if found is not None:
                yield from _help(found, (*words, verb))
