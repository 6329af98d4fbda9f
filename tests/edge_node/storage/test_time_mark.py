"""One mark is kept, the last one written."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from edge_node.storage.journal import Journal
from shared.elapsed import TimeMark, Uptime

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_before_the_first_sweep_there_is_none(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        assert journal.time.read() is None


def test_the_last_mark_is_read_by_the_next_process(tmp_path: Path) -> None:
    mark = TimeMark(NOON, Uptime("b", 2.5))
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal, journal.unit():
        journal.time.write(TimeMark(NOON, Uptime("a", 1.0)))
        journal.time.write(mark)

    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        assert journal.time.read() == mark
