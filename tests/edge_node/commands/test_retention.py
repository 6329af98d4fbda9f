"""`shoal edge retention`: the table for people and programs, and an alarm ends with 1."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.commands.retention import show, table_of
from edge_node.errors import StorageError
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from tests.support.kept_home import fill, paired
from tests.support.machine import FakeMachine


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine()


@pytest.fixture
def home(tmp_path: Path, machine: FakeMachine) -> Home:
    made = paired(tmp_path, machine)
    with closing(Journal(made.journal)) as journal:
        fill(journal, machine.now())
    return made


def test_a_home_that_kept_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="has kept nothing yet"):
        table_of(tmp_path, sweep=False)


def test_a_program_reads_every_kind(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    show(table_of(home.root, sweep=True, clock=machine, uptime=machine), as_json=True)

    answer = json.loads(capsys.readouterr().out)
    windows = next(kind for kind in answer["kinds"] if kind["kind"] == "windows")
    assert answer["alarms"] == []
    assert (windows["keep_for_s"], windows["count"]) == (72 * 3_600, 1)
    assert windows["oldest_at"] == "2026-06-15T12:00:00+00:00"
    assert windows["rule"] == "every purpose: window_hours = 72"


def test_a_person_reads_one_line_a_kind(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    show(table_of(home.root, sweep=True, clock=machine, uptime=machine), as_json=False)

    lines = {line[:24].strip(): line for line in capsys.readouterr().out.splitlines()}
    assert "72.0 hours" in lines["windows"]
    assert "oldest 2026-06-15 12:00" in lines["windows"]
    assert "never stored" in lines["frames"]
    assert "no end by time" in lines["keys"]
    assert "2192 days" in lines["receipts"]


def test_an_alarm_is_said_and_ends_with_1(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.run(timedelta(hours=2))

    with pytest.raises(SystemExit) as ended:
        show(table_of(home.root, sweep=False, clock=machine, uptime=machine), as_json=False)

    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "outlives_its_rule: tracks: the oldest should have gone" in said
    assert "not_swept: everything: never swept" in said


def test_asked_to_sweep_the_table_is_clean(home: Home, machine: FakeMachine) -> None:
    machine.run(timedelta(hours=2))

    assert table_of(home.root, sweep=True, clock=machine, uptime=machine).findings == ()
