"""The journal's units hold together, and two processes can share it."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import StorageError
from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.storage.sums import OpenSum
from shared.ids import ReportId, TaskId
from shared.schemas.task import Lane

TASK = TaskId("footfall.hour.site")


def one(value: int, *, policy: bytes = b"p" * 32) -> OpenSum:
    return OpenSum(TASK, 7, policy, b"l" * 32, np.array([value, 0], dtype=np.int64), 1.5)


def entry(epoch: int, lane: Lane = "site") -> LedgerEntry:
    return LedgerEntry(TASK, epoch, lane, Fraction(1, 20), epoch * 3600, epoch * 3600 + 3600, Fraction(1, 4))


def contribution(number: int) -> Contribution:
    vector = np.array([number], dtype=np.int64)
    return Contribution(ReportId(bytes([number]) * 16), TASK, number, "site", b"p" * 32, b"l" * 32, vector)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def test_sums_add_up(journal: Journal) -> None:
    journal.add([one(2)])
    journal.add([one(3)])

    held = journal.sums.get(TASK, 7)
    assert held is not None
    assert (held.vector.tolist(), held.coverage_s) == ([5, 0], 3.0)


def test_a_sum_under_other_terms_is_handed_back(journal: Journal) -> None:
    other = one(3, policy=b"q" * 32)
    journal.add([one(2)])

    assert journal.add([other]) == [other]


def test_a_closed_epoch_takes_no_sum(journal: Journal) -> None:
    with journal.unit():
        journal.ledger.append(entry(7), 0)

    assert len(journal.add([one(2)])) == 1
    assert journal.sums.epochs() == []


def test_the_ledger_takes_a_task_and_epoch_once(journal: Journal) -> None:
    with journal.unit():
        journal.ledger.append(entry(7), 0)

    with pytest.raises(StorageError), journal.unit():
        journal.ledger.append(entry(7), 0)
    assert journal.ledger.all() == [entry(7)]


def test_the_ledger_finds_what_shares_a_moment(journal: Journal) -> None:
    with journal.unit():
        for epoch in range(5):
            journal.ledger.append(entry(epoch), 0)
        journal.ledger.append(entry(9, "cohort"), 0)

    assert [each.epoch for each in journal.ledger.overlapping(3600, 3 * 3600)] == [1, 2]
    assert [each.lane for each in journal.ledger.overlapping(9 * 3600, 10 * 3600)] == ["cohort"]


def test_contributions_keep_their_order_and_bytes(journal: Journal) -> None:
    with journal.unit():
        for number in (3, 1, 2):
            journal.contributions.append(contribution(number))
        journal.contributions.delete(contribution(1).report_id)

    assert [each.vector.tolist() for each in journal.contributions.first(9)] == [[3], [2]]


def test_a_task_and_epoch_contribute_once(journal: Journal) -> None:
    with journal.unit():
        journal.contributions.append(contribution(3))

    with pytest.raises(StorageError), journal.unit():
        journal.contributions.append(contribution(3))


def test_another_connection_sees_what_was_committed(journal: Journal, tmp_path: Path) -> None:
    journal.add([one(2)])

    assert Journal(tmp_path / "journal.sqlite3").sums.get(TASK, 7) is not None


def test_scrubbing_empties_the_write_ahead_log(journal: Journal, tmp_path: Path) -> None:
    journal.add([one(2)])

    journal.scrub()

    assert (tmp_path / "journal.sqlite3-wal").stat().st_size == 0


def test_the_outbox_of_the_port_is_empty_at_first(journal: Journal) -> None:
    assert list(journal.outbox()) == []


def test_a_closed_journal_refuses_work(journal: Journal) -> None:
    journal.close()

    with pytest.raises(StorageError):
        journal.add([one(1)])


def test_a_claimed_journal_is_nobody_elses(journal: Journal, tmp_path: Path) -> None:
    journal.claim()

    with pytest.raises(StorageError, match="locked"):
        Journal(tmp_path / "journal.sqlite3")


def test_a_journal_that_somebody_else_has_open_cannot_be_claimed(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "journal.sqlite3")

    with pytest.raises(StorageError, match="locked"):
        journal.claim()

    other.close()
