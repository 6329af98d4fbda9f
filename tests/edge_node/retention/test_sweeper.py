"""A node at work is swept first of all, and again and again."""

import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.retention import sweeper
from edge_node.retention.sweeper import sweeping, try_sweep
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


def receipts(home: Home) -> list[str]:
    with closing(Journal(home.journal)) as journal:
        return [kept.receipt.deletion.kind for kept in journal.receipts.all()]


def test_the_first_sweep_is_over_before_the_work_begins(home: Home, machine: FakeMachine) -> None:
    machine.run(timedelta(hours=2))

    with sweeping(home.root, machine, machine):
        assert receipts(home) == ["tracks"]


def test_sweeps_go_on_while_the_work_does(
    home: Home, machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = [threading.Event() for _ in range(3)]
    done = iter(swept)
    monkeypatch.setattr(sweeper, "try_sweep", lambda *_: next(done, threading.Event()).set())

    with sweeping(home.root, machine, machine, every_s=0.001):
        assert all(event.wait(30) for event in swept)


def test_the_machines_own_uptime_is_read_where_none_is_given(home: Home, machine: FakeMachine) -> None:
    with sweeping(home.root, machine):
        pass

    with closing(Journal(home.journal)) as journal:
        mark = journal.time.read()
    assert mark is not None
    assert mark.at == machine.now()


def test_a_sweep_that_fails_is_said_and_stops_nothing(
    home: Home, machine: FakeMachine, caplog: pytest.LogCaptureFixture
) -> None:
    home.journal.write_bytes(b"no database" * 100)

    try_sweep(home.root, machine, machine)

    assert "not swept: cannot use the journal" in caplog.text
