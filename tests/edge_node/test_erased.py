"""Somebody who was there at an erased moment is known as such, and so are the epochs that may hold them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.erased import LONGEST_TRACK, ErasedTime, drops
from edge_node.storage.erasures import Erasure
from edge_node.storage.journal import Journal
from tests.support.edge_world import journey

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ERASURE = Erasure(1, NOON.timestamp(), (NOON + HOUR).timestamp(), 0.0)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def erase(journal: Journal, since: datetime, until: datetime) -> None:
    with journal.unit():
        journal.erasures.append(since.timestamp(), until.timestamp(), 0.0)


@pytest.mark.parametrize(
    ("starts_s", "length_s", "held"),
    [(-600, 599, False), (-600, 601, True), (60, 60, True), (3_599, 60, True), (3_600, 60, False)],
    ids=["gone before", "still there", "within", "just come", "came after"],
)
def test_who_was_there_at_an_erased_moment_is_told(
    journal: Journal, starts_s: float, length_s: float, *, held: bool
) -> None:
    erase(journal, NOON, NOON + HOUR)

    assert ErasedTime(journal).holds(journey(NOON.timestamp() + starts_s, length_s).track) is held


def test_a_process_learns_of_new_erasures_once(journal: Journal) -> None:
    erase(journal, NOON - HOUR, NOON)
    erased = ErasedTime(journal)
    erase(journal, NOON, NOON + HOUR)

    assert [len(erased.learn()), len(erased.learn())] == [1, 0]
    assert erased.holds(journey(NOON.timestamp() + 60, 60).track)
    assert erased.holds(journey(NOON.timestamp() - 60, 30).track)


@pytest.mark.parametrize(
    ("start", "dropped"),
    [
        (NOON - 2 * HOUR, False),
        (NOON - HOUR - LONGEST_TRACK, False),
        (NOON - HOUR, True),
        (NOON, True),
        (NOON + HOUR, False),
    ],
    ids=["long before", "T_max before", "somebody of it may still be there", "of it", "after it"],
)
def test_epochs_that_may_hold_them_are_dropped(start: datetime, *, dropped: bool) -> None:
    assert drops(ERASURE, start, start + HOUR) is dropped
