"""What is kept is said kind by kind, as the retention table has it; what cannot be read says so."""

from datetime import timedelta
from pathlib import Path

from edge_node.commands.retention import table_of
from edge_node.console.keeping import keeping_in
from tests.support.console_world import WINDOWS, taught_store
from tests.support.learning_store import learning_store


def test_every_kind_of_the_retention_table_is_there(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    table = table_of(store.root, sweep=False, clock=store.clock)
    held = {one.kind: one for one in found.kinds}
    assert list(held) == [line.rule.kind for line in table.lines]
    assert (held["windows"].count, held["windows"].keep_for) == (WINDOWS, timedelta(hours=72))
    assert (held["frames"].count, held["frames"].keep_for) == (0, timedelta(0))


def test_a_store_that_was_never_swept_says_so(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    assert [alarm.alarm for alarm in found.alarms] == ["not_swept"]
    assert (found.swept_at, found.at.utcoffset()) == (None, timedelta(hours=2))


def test_a_home_that_keeps_nothing_yet_says_so(tmp_path: Path) -> None:
    store = learning_store(tmp_path)

    found = keeping_in(store.root, store.clock)

    assert found.kinds == ()
    assert "has kept nothing yet" in found.problem


def test_a_home_without_a_store_says_so(tmp_path: Path) -> None:
    clock = learning_store(tmp_path / "other").clock

    assert "no paired node" in keeping_in(tmp_path / "nowhere", clock).problem
