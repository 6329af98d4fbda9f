"""When a version was taken up is kept, version by version."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_node.storage.home import Home
from edge_node.storage.policy_times import note_taken, taken_at

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def test_every_version_keeps_its_time(tmp_path: Path) -> None:
    home = Home(tmp_path)

    note_taken(home, bytes(32), AT)
    note_taken(home, bytes([1]) * 32, AT + timedelta(hours=1))

    assert dict(taken_at(home)) == {"00" * 32: AT, "01" * 32: AT + timedelta(hours=1)}


def test_a_first_version_has_no_time_of_its_own(tmp_path: Path) -> None:
    assert taken_at(Home(tmp_path)) == {}
