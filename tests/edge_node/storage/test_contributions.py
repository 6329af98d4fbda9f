"""Contributions wait for their seal, oldest first, unchanged."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from shared.ids import ReportId, TaskId

TASK = TaskId("footfall.hour.site")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Yield an empty journal."""
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def contribution(number: int) -> Contribution:
    """Return a small contribution with a number of its own."""
    vector = np.array([number, -number, 3600], dtype=np.int64)
    return Contribution(ReportId(bytes([number]) * 16), TASK, number, "site", bytes(32), bytes(32), vector)


def test_what_is_read_is_what_was_written(journal: Journal) -> None:
    with journal.unit():
        journal.contributions.append(contribution(1))

    found = journal.contributions.first(5)

    assert [c.vector.tolist() for c in found] == [[1, -1, 3600]]


def test_what_is_proved_is_kept_with_it(journal: Journal) -> None:
    with journal.unit():
        journal.contributions.append(replace(contribution(1), max_per_site=1000))

    assert [c.max_per_site for c in journal.contributions.first(5)] == [1000]


def test_the_oldest_come_first(journal: Journal) -> None:
    with journal.unit():
        for number in (3, 1, 2):
            journal.contributions.append(contribution(number))

    assert [c.epoch for c in journal.contributions.first(2)] == [3, 1]


def test_a_forgotten_contribution_is_gone(journal: Journal) -> None:
    with journal.unit():
        journal.contributions.append(contribution(1))
        journal.contributions.delete(contribution(1).report_id)

    assert journal.contributions.first(1) == []


def test_a_contribution_prints_nothing_of_itself() -> None:
    assert "3600" not in repr(contribution(1))


def test_an_epoch_that_is_given_up_leaves_the_others(journal: Journal) -> None:
    with journal.unit():
        for number in (1, 2):
            journal.contributions.append(contribution(number))
        journal.contributions.delete_epoch(TASK, 1)

    assert journal.contributions.epochs() == [(TASK, 2)]
    assert journal.contributions.exact_epochs() == []


def test_what_the_cohort_lane_waits_with_is_exact(journal: Journal) -> None:
    with journal.unit():
        journal.contributions.append(replace(contribution(1), lane="cohort"))

    assert journal.contributions.exact_epochs() == [(TASK, 1)]
