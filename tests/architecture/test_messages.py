"""What the documents say a command says, it says: every message of the table stands in the code."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
README = REPOSITORY / "edge_node" / "README.md"
SOURCES = sorted(path for folder in ("edge_node", "shared") for path in (REPOSITORY / folder).rglob("*.py"))
GAP = "…"
"""Stands for whatever is put into a message when it is said."""


def templates(text: str) -> set[str]:
    """Return every string of the source, with a gap where something is put in."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else GAP for part in node.values)
            found.add("".join(str(part) for part in parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def said() -> list[tuple[str, str]]:
    """Return (what is wrong, message) for each row of the table."""
    text = README.read_text(encoding="utf-8").partition("## When something is wrong")[2]
    rows = re.findall(r"^\| ([^|]+) \| `([^`|]+)` \|$", text, re.MULTILINE)
    return [(what.strip(), message) for what, message in rows]


def all_templates() -> set[str]:
    return set().union(*(templates(path.read_text(encoding="utf-8")) for path in SOURCES))


@pytest.mark.parametrize(("what", "message"), said(), ids=[what for what, _ in said()])
def test_the_message_stands_in_the_code(what: str, message: str) -> None:
    assert any(message in template for template in all_templates()), what


def test_the_table_has_its_rows() -> None:
    assert len(said()) >= 14


def test_the_check_knows_wrong_from_right() -> None:
    known = templates('raise SiteError(f"zone {name} lies {far:.1f} m " "outside the floor")')

    assert "zone … lies … m outside the floor" in known
    assert "zone … lies … cm outside the floor" not in known
