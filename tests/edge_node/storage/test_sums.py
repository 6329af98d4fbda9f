"""Open sums add up, and nothing is added to what has gone through the door."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.storage.sums import OpenSum
from shared.ids import TaskId

TASK = TaskId("footfall.hour.site")
ONE = OpenSum(TASK, 7, bytes(32), bytes(32), np.array([1, 0], dtype=np.int64), 60.0)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Yield an empty journal."""
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def test_contributions_and_coverage_add_up(journal: Journal) -> None:
    with journal.unit():
        assert journal.sums.add(ONE)
        assert journal.sums.add(ONE)

    held = journal.sums.get(TASK, 7)

    assert held is not None
    assert (held.vector.tolist(), held.coverage_s) == ([2, 0], 120.0)
    assert journal.sums.epochs() == [(TASK, 7)]


def test_another_policys_contribution_is_not_mixed_in(journal: Journal) -> None:
    with journal.unit():
        journal.sums.add(ONE)

        assert not journal.sums.add(replace(ONE, policy_hash=b"\x01" * 32))


def test_nothing_is_added_after_the_door(journal: Journal) -> None:
    with journal.unit():
        journal.ledger.append(LedgerEntry(TASK, 7, "site", Fraction(1, 20), 0, 3600, Fraction(1, 4)), 0.0)

        assert not journal.sums.add(ONE)


def test_a_forgotten_sum_is_gone(journal: Journal) -> None:
    with journal.unit():
        journal.sums.add(ONE)
        journal.sums.delete(TASK, 7)

    assert journal.sums.get(TASK, 7) is None
