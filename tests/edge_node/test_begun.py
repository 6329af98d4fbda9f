"""A node remembers the earliest moment it measured."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_node.begun import note_begun
from edge_node.storage.home import Home

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_the_first_note_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)

    assert note_begun(home, NOON) == NOON
    assert note_begun(home, NOON + timedelta(days=1)) == NOON


def test_an_earlier_moment_replaces_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    note_begun(home, NOON)

    assert note_begun(home, NOON - timedelta(days=3)) == NOON - timedelta(days=3)
