"""Documents are tests: what they show exists, and what exists they show."""

import ast
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from aggregator import config as hub_config
from edge_node import config as node_config
from edge_node import site_file
from shared.cli import GROUP
from shared.wire.problems import PROBLEM_NAMES

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("edge_node", "aggregator", "privacy", "policies", "shared")
CONFIGS = (hub_config, node_config, site_file)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|tmp|root|home|opt|mnt|Users)/\S*")
FILE_NAME = re.compile(r"(?<![\w*/…<.-])(?:[\w.-]+/)*[\w-]+\.(?:py|toml|md|json|html|css|js|sh)\b(?!\?)")
NOT_OF_THE_REPOSITORY = {
    "config.toml",
    "site.toml",
    "policy.json",
    "scene.json",
    "decommissioned.json",
    "plotly.js",
}
"""Files of a home or of a technician, and a library that is named like one."""

STYLE_PROPERTIES = {"--series-1"}
"""Names of style sheets that look like options."""


def declared() -> click.Group:
    """Return the ``shoal`` command of this checkout, which may say more than the one last installed."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    programs = project["entry-points"][GROUP]
    return click.Group(
        "shoal", {name: EntryPoint(name, where, GROUP).load() for name, where in programs.items()}
    )


shoal = declared()


def documents() -> list[Path]:
    """Return every tracked document, the changelog included."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        return sorted(REPOSITORY / name for name in listed.stdout.split())
    folders = (*PACKAGES, "tests")
    return sorted([*REPOSITORY.glob("*.md"), *(p for f in folders for p in (REPOSITORY / f).rglob("*.md"))])


def readmes() -> list[Path]:
    return [path for path in documents() if path.name == "README.md"]


def name(path: Path) -> str:
    """Return the path below the repository, as a test id."""
    return str(path.relative_to(REPOSITORY))


def code_of(path: Path) -> Iterator[str]:
    """Yield every line of the document's code blocks, and everything between single backticks."""
    text = path.read_text(encoding="utf-8")
    for block in re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    prose = re.sub(r"^ *```\w*\n.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose))


def shown_commands(path: Path) -> list[str]:
    """Return the ``shoal`` command lines that the document shows, comments cut off."""
    found = (re.match(r"\s*(?:\$ )?(?:\S*/)?shoal (.+)", code) for code in code_of(path))
    lines = (match.group(1).split(" #")[0].strip() for match in found if match)
    return [line for line in lines if line and line[0] not in "/…"]


@pytest.mark.parametrize("path", documents(), ids=name)
def test_commands_shown_exist_with_their_options(path: Path) -> None:
    wrong = {line: fault for line in shown_commands(path) if (fault := _fault(line))}

    assert wrong == {}


@pytest.mark.parametrize("path", documents(), ids=name)
def test_options_named_alone_belong_to_a_command(path: Path) -> None:
    known = {option for words in _leaves(shoal) for option in _options(_command(words))}
    named = {code.split()[0].partition("=")[0] for code in code_of(path) if code.startswith("--")}

    assert named - known - {"--help"} - STYLE_PROPERTIES == set()


def test_the_check_of_commands_knows_wrong_from_right() -> None:
    assert _fault("hub init --role helper --home H --pack zones-by-cohort") == ""
    assert _fault("edge replay FILE --site SITE.toml --json") == ""
    assert _fault("hub begin") == "no command 'begin'"
    assert _fault("hub init --rolle helper") == "no option '--rolle'"
    assert _fault("audits verify") == "no command 'audits'"


def test_every_command_is_shown_somewhere() -> None:
    silent = [
        " ".join(words) for words in _leaves(shoal) if not any(_shows(path, words) for path in readmes())
    ]

    assert silent == []


@pytest.mark.parametrize("module", CONFIGS, ids=lambda module: module.__name__)
def test_every_setting_is_described(module: object) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in readmes())
    source = Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8")

    silent = [
        f"{model}.{field}"
        for model, field in _undescribed(ast.parse(source))
        if f"`{field}`" not in text and issubclass(getattr(module, model), BaseModel)
    ]

    assert silent == []


@pytest.mark.parametrize("problem", PROBLEM_NAMES)
def test_every_problem_stands_in_the_protocol(problem: str) -> None:
    protocol = (REPOSITORY / "shared" / "wire" / "PROTOCOL.md").read_text(encoding="utf-8")

    assert f"`{problem}`" in protocol


@pytest.mark.parametrize("path", documents(), ids=name)
def test_files_named_exist(path: Path) -> None:
    named = {found.group() for code in code_of(path) for found in FILE_NAME.finditer(code)}
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))

    missing = [file for file in sorted(named - _files_of_commands(path)) if not _exists(file, path.parent)]
    missing += [file for file in linked if not (path.parent / file).exists()]

    assert missing == []


def test_the_checks_of_files_know_wrong_from_right() -> None:
    text = "`edge_node/nowhere.py`, in /home/somebody/x, below ../shared/data"

    assert FILE_NAME.findall(text) == ["edge_node/nowhere.py"]
    assert not _exists("edge_node/nowhere.py", REPOSITORY)
    assert _exists("pose/people.py", REPOSITORY / "edge_node" / "blur")
    assert MACHINE_PATH.findall(text) == ["/home/somebody/x,"]


@pytest.mark.parametrize("path", documents(), ids=name)
def test_no_path_of_one_machine_is_named(path: Path) -> None:
    assert MACHINE_PATH.findall(path.read_text(encoding="utf-8")) == []


def _fault(line: str) -> str:
    """Return what is wrong with the command line, or nothing; values are not judged."""
    words = shlex.split(line.replace("'", "").replace("<", '"<').replace(">", '>"'))
    command: click.Command = shoal
    context = click.Context(shoal)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] in {"…", "..."}:
            return ""
        found = command.get_command(context, words[0])
        if found is None:
            return f"no command {words[0]!r}"
        command, words = found, words[1:]
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    known |= {"--help", "-h"}
    unknown = [word for word in words if word.startswith("-") and word.partition("=")[0] not in known]
    return f"no option {unknown[0]!r}" if unknown else ""


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def _command(words: tuple[str, ...]) -> click.Command:
    command: click.Command = shoal
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word) or shoal
    return command


def _leaves(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        yield words
        return
    context = click.Context(command)
    for verb in command.list_commands(context):
        found = command.get_command(context, verb)
        if found is not None:
            yield from _leaves(found, (*words, verb))


def _shows(path: Path, words: tuple[str, ...]) -> bool:
    """True when the document shows the command, or speaks of its group and shows the verb alone."""
    codes = list(code_of(path))
    lines = {tuple(line.split()[: len(words)]) for line in shown_commands(path)}
    speaks_of_group = any(code.strip().startswith(f"shoal {words[0]}") for code in codes)
    return words in lines or (speaks_of_group and any(code.split()[:1] == [words[-1]] for code in codes))


def _undescribed(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield class and field of every annotated field that no string stands below."""
    for node in (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name != "Change"):
        for field, after in zip(node.body, [*node.body[1:], None], strict=True):
            is_described = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and not is_described:
                yield node.name, field.target.id


def _exists(file: str, folder: Path) -> bool:
    """True when the file lies in the document's folder, one below, any above, or where its tests are."""
    below = folder.relative_to(REPOSITORY)
    places = [REPOSITORY / place for place in (below, *below.parents, "tests" / below)]
    is_there = any((place / file).is_file() for place in places) or any(folder.glob(f"*/{file}"))
    return is_there or Path(file).name in NOT_OF_THE_REPOSITORY


def _files_of_commands(path: Path) -> set[str]:
    """Return file names that stand for a reader's own file in a command line."""
    return {found.group() for line in shown_commands(path) for found in FILE_NAME.finditer(line)}
