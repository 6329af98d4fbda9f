"""What was spent stays spent."""

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from shared.ids import TaskId


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Yield an empty journal."""
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def entry(epoch: int) -> LedgerEntry:
    """Return the price of an hour."""
    return LedgerEntry(
        TaskId("footfall.hour.site"),
        epoch,
        "site",
        Fraction(1, 20),
        epoch * 3600,
        (epoch + 1) * 3600,
        Fraction(1, 4),
    )


def test_prices_come_back_exactly(journal: Journal) -> None:
    with journal.unit():
        journal.ledger.append(entry(1), 0.0)

    assert journal.ledger.all() == [entry(1)]
    assert journal.ledger.has(entry(1).task_id, 1)


def test_an_epoch_is_spent_once(journal: Journal) -> None:
    with journal.unit():
        journal.ledger.append(entry(1), 0.0)

    with pytest.raises(StorageError, match="UNIQUE"), journal.unit():
        journal.ledger.append(entry(1), 1.0)


def test_only_entries_that_share_a_moment_overlap(journal: Journal) -> None:
    with journal.unit():
        for epoch in (1, 2, 3):
            journal.ledger.append(entry(epoch), 0.0)

    assert journal.ledger.overlapping(7200, 10_800) == [entry(2)]


def test_the_last_entrys_moment_is_known(journal: Journal) -> None:
    assert journal.ledger.last_at_s() is None

    with journal.unit():
        journal.ledger.append(entry(2), 9.0)
        journal.ledger.append(entry(1), 7.0)

    assert journal.ledger.last_at_s() == 9.0
