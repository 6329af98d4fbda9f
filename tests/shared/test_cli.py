"""The command finds its programs and turns errors into exit codes."""

import sys
from importlib.metadata import EntryPoint

import pytest
from click.testing import CliRunner

from shared import cli
from shared.errors import ShoalError


def test_help_lists_every_installed_program() -> None:
    printed = CliRunner().invoke(cli.shoal, ["--help"]).output

    assert all(word in printed for word in ("demo", "edge", "hub", "policy"))


def test_an_unknown_program_is_misuse() -> None:
    assert CliRunner().invoke(cli.shoal, ["nonsense"]).exit_code == 2


def test_an_expected_error_is_one_line_and_exit_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_options: object) -> None:
        raise ShoalError("expected a camera, got nothing")

    monkeypatch.setattr(cli, "shoal", fail)
    monkeypatch.setattr(sys, "argv", ["shoal"])

    with pytest.raises(SystemExit) as left:
        cli.main()

    assert left.value.code == 1
    assert capsys.readouterr().err == "shoal: expected a camera, got nothing\n"


def test_state_lives_in_the_users_folder_by_default() -> None:
    assert cli.home_option().name == "shoal"


def test_a_program_without_its_package_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("edge", "no_such_package.cli:edge", cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [point])

    result = CliRunner().invoke(cli.shoal, ["edge"])

    assert result.exit_code == 1
    assert "needs the package 'no_such_package'; pip install 'shoal[all]' brings it" in result.output


def test_an_installed_program_is_called() -> None:
    result = CliRunner().invoke(cli.shoal, ["policy", "lint"])

    assert result.exit_code == 0


def test_a_command_that_returns_exits_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "shoal", lambda **_options: None)

    with pytest.raises(SystemExit) as left:
        cli.main()

    assert left.value.code == 0
