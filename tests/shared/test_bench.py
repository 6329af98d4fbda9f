"""A bench verb runs its suite in a process of its own, or says where suites are to be had."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared import bench


def test_every_suite_lies_in_the_checkout() -> None:
    missing = [
        module
        for module in bench.SUITES.values()
        if not (bench.CHECKOUT / f"{module.replace('.', '/')}.py").is_file()
    ]

    assert missing == []


CASES = {
    "edge for people": ("edge", []),
    "edge for machines": ("edge", ["--json"]),
    "privacy for people": ("privacy", []),
    "learning for people": ("learn", []),
    "learning as far as time allows": (
        "learn",
        ["--cells", "/w/a.json", "--write", "/w/a.md", "--minutes", "2.0", "--quick", "--json"],
    ),
    "intent of known people": ("intent", []),
    "intent across files": ("intent", ["--train", "/w/a.csv", "--test", "/w/b.csv", "--json"]),
    "privacy in full for machines": ("privacy", ["--full", "--json"]),
}


@pytest.mark.parametrize(("verb", "options"), CASES.values(), ids=CASES.keys())
def test_the_suite_gets_the_options_and_gives_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, verb: str, options: list[str]
) -> None:
    called: list[list[str]] = []

    def run(command: list[str], **_settings: object) -> subprocess.CompletedProcess[bytes]:
        called.append(command[1:])
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", run)

    result = CliRunner().invoke(bench.bench, [verb, *options])

    assert called == [["-m", bench.SUITES[verb], *options]]
    assert result.exit_code == 1


def test_a_file_is_meant_from_where_the_command_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[str] = []

    def run(command: list[str], **_settings: object) -> subprocess.CompletedProcess[bytes]:
        called.extend(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.chdir(tmp_path)

    CliRunner().invoke(bench.bench, ["intent", "--train", "a.csv", "--test", "b.csv"])

    assert called[-4:] == ["--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "b.csv")]


def test_an_installed_copy_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)

    result = CliRunner().invoke(bench.bench, ["edge"])

    assert result.exit_code == 1
    assert "expected a source checkout" in result.output
