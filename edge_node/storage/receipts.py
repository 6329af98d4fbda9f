"""Deletion receipts of this node, and what proves them: written in the unit that deletes."""

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from privacy.randomness import Random
from privacy.receipts import SALT_BYTES, Deletion, Evidence, Receipt, issue


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt and its evidence as they were found."""

    receipt_id: int
    receipt: Receipt
    evidence: Evidence


class Receipts:
    """The table of receipts; writing belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection, random: Random = secrets.token_bytes) -> None:
        self._connection = connection
        self._random = random

    def append(self, deletion: Deletion, record_ids: Sequence[bytes]) -> Receipt:
        """Write the receipt of a deletion that happens in the same unit."""
        receipt, evidence = issue(deletion, record_ids, self._random(SALT_BYTES))
        d = deletion
        self._connection.execute(
            "INSERT INTO receipts (kind, count, from_s, until_s, rule, at_s, root, salt, leaves)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                d.kind,
                d.count,
                _to_s(d.data_from),
                _to_s(d.data_until),
                d.rule,
                _to_s(d.at),
                receipt.root,
                evidence.salt,
                evidence.leaves,
            ),
        )
        return receipt

    def all(self) -> list[KeptReceipt]:
        """Return every receipt with its evidence, oldest first."""
        rows = self._connection.execute(
            "SELECT receipt_id, kind, count, from_s, until_s, rule, at_s, root, salt, leaves FROM receipts"
            " ORDER BY receipt_id"
        )
        return [
            KeptReceipt(
                number,
                Receipt(Deletion(kind, count, _to_utc(first), _to_utc(until), rule, _to_utc(at)), root),
                Evidence(salt, leaves),
            )
            for number, kind, count, first, until, rule, at, root, salt, leaves in rows
        ]

    def moments(self) -> list[tuple[int, datetime]]:
        """Return number and moment of every receipt, oldest first."""
        rows = self._connection.execute("SELECT receipt_id, at_s FROM receipts ORDER BY receipt_id")
        return [(number, _to_utc(at_s)) for number, at_s in rows]

    def delete(self, receipt_id: int) -> None:
        """Forget the receipt."""
        self._connection.execute("DELETE FROM receipts WHERE receipt_id = ?", (receipt_id,))


def _to_s(at: datetime) -> int:
    return int(at.timestamp())


def _to_utc(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)
