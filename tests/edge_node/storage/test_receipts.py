"""Receipts are read as they were written, with what proves them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.storage.journal import Journal
from privacy.receipts import Deletion, holds, prove, verify

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
DELETION = Deletion("windows", 2, NOON - timedelta(hours=2), NOON, "every purpose: window_hours = 72", NOON)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def test_what_is_read_is_what_was_issued(journal: Journal) -> None:
    with journal.unit():
        issued = journal.receipts.append(DELETION, [b"one", b"two"])

    (kept,) = journal.receipts.all()

    assert kept.receipt == issued
    assert kept.receipt.deletion == DELETION
    assert holds(kept.receipt, kept.evidence)


def test_its_records_can_be_proved(journal: Journal) -> None:
    with journal.unit():
        journal.receipts.append(DELETION, [b"one", b"two"])
    (kept,) = journal.receipts.all()

    proof = prove(kept.evidence, b"two")

    assert proof is not None
    assert verify(kept.receipt, kept.evidence.salt, b"two", proof)


def test_two_receipts_of_the_same_records_look_different(journal: Journal) -> None:
    with journal.unit():
        first, second = (journal.receipts.append(DELETION, [b"one", b"two"]) for _ in range(2))

    assert first.root != second.root


def test_a_forgotten_receipt_is_gone(journal: Journal) -> None:
    with journal.unit():
        journal.receipts.append(DELETION, [b"one", b"two"])
    ((number, at),) = journal.receipts.moments()

    with journal.unit():
        journal.receipts.delete(number)

    assert at == NOON
    assert journal.receipts.all() == []
