"""The commands of retention parse, call one function and print."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import edge
from tests.support.kept_home import paired
from tests.support.machine import FakeMachine


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return paired(tmp_path, FakeMachine()).root


def test_a_table_is_printed_and_an_alarm_ends_with_1(home: Path) -> None:
    result = CliRunner().invoke(edge, ["retention", "--home", str(home), "--json"])

    assert result.exit_code == 1
    assert [alarm["alarm"] for alarm in json.loads(result.stdout)["alarms"]] == ["not_swept"]


def test_after_a_sweep_there_is_no_alarm(home: Path) -> None:
    assert CliRunner().invoke(edge, ["retention", "--sweep", "--home", str(home)]).exit_code == 0


def test_an_interval_is_shown_before_it_is_erased(home: Path) -> None:
    command = [
        "erase",
        "--from",
        "2026-06-15T11:00",
        "--to",
        "2026-06-15T12:00",
        "--home",
        str(home),
        "--json",
    ]

    shown = json.loads(CliRunner().invoke(edge, command).stdout)
    done = json.loads(CliRunner().invoke(edge, [*command, "--yes"]).stdout)

    assert (shown["done"], done["done"]) == (False, True)


def test_no_interval_is_misuse(home: Path) -> None:
    command = ["erase", "--from", "2026-06-15T12:00", "--to", "2026-06-15T11:00", "--home", str(home)]

    result = CliRunner().invoke(edge, command)

    assert result.exit_code == 2
    assert "expected an interval" in result.output


def test_a_store_is_shown_before_it_is_given_up(home: Path) -> None:
    shown = json.loads(CliRunner().invoke(edge, ["decommission", "--home", str(home), "--json"]).stdout)
    done = json.loads(
        CliRunner().invoke(edge, ["decommission", "--yes", "--home", str(home), "--json"]).stdout
    )

    assert (shown["is_done"], done["is_done"]) == (False, True)
