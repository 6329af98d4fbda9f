"""What is kept is said kind by kind, as the retention table has it; what cannot be read says so."""

from datetime import timedelta
from pathlib import Path

from edge_node.commands.retention import table_of
from edge_node.console.keeping import keeping_in
from edge_node.retention.home import sweep_home
from tests.support.console_world import WINDOWS, taught_store
from tests.support.learning_store import AT_NIGHT, learning_store
from tests.support.machine import FakeMachine


def test_every_kind_of_the_retention_table_is_there(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    table = table_of(store.root, sweep=False, clock=store.clock)
    held = {one.kind: one for one in found.kinds}
    assert list(held) == [line.rule.kind for line in table.lines]
    assert (held["windows"].count, held["windows"].keep_for) == (WINDOWS, timedelta(hours=72))
    assert (held["frames"].count, held["frames"].keep_for) == (0, timedelta(0))
    assert [one.because for one in found.kinds] == [line.rule.because for line in table.lines]
    assert held["windows"].oldest_at is not None
    assert timedelta() <= AT_NIGHT - held["windows"].oldest_at <= timedelta(hours=1)


def test_a_store_that_was_never_swept_says_so(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    assert [alarm.alarm for alarm in found.alarms] == ["not_swept"]
    assert (found.swept_at, found.at.utcoffset()) == (None, timedelta(hours=2))


def test_a_store_that_was_swept_says_when(tmp_path: Path) -> None:
    store, machine = taught_store(tmp_path), FakeMachine(AT_NIGHT)
    sweep_home(store.root, machine, machine)

    found = keeping_in(store.root, store.clock)

    assert found.swept_at == AT_NIGHT


def test_a_home_that_keeps_nothing_yet_says_so(tmp_path: Path) -> None:
    store = learning_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    assert found.kinds == ()
    assert "has kept nothing yet" in found.problem


def test_a_home_without_a_store_says_so(tmp_path: Path) -> None:
    clock = learning_store(tmp_path / "other").clock

    assert "no paired node" in keeping_in(tmp_path / "nowhere", clock).problem
