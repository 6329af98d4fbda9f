"""The append-only list of what was spent at the store's door."""

import sqlite3
from dataclasses import dataclass
from fractions import Fraction

from privacy.accountant import Span
from shared.ids import TaskId
from shared.schemas.task import Lane


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One (task, epoch) that has gone through the door, and what it cost every track of the epoch."""

    task_id: TaskId
    epoch: int
    lane: Lane
    rho: Fraction
    """zCDP price, exact."""
    start_s: int
    """Unix seconds: first moment of the epoch."""
    end_s: int
    """Unix seconds: first moment after it."""
    total: Fraction
    """ρ that one track may cost in all, under the policy of the epoch."""

    @property
    def span(self) -> Span:
        """What every track of the epoch has paid."""
        return Span(self.start_s, self.end_s, self.rho, self.total)


def to_text(rho: Fraction) -> str:
    """Return the exact price as it is kept: ``numerator/denominator``."""
    return f"{rho.numerator}/{rho.denominator}"


class Ledger:
    """The table of ledger entries; every call belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has(self, task_id: TaskId, epoch: int) -> bool:
        """True when the epoch has gone through the door under the task."""
        found = self._connection.execute(
            "SELECT 1 FROM ledger WHERE task_id = ? AND epoch = ?", (task_id, epoch)
        ).fetchone()
        return found is not None

    def append(self, entry: LedgerEntry, at_s: float) -> None:
        """Write the entry.

        Raises: sqlite3.IntegrityError when the (task, epoch) is there already; the unit fails with it.
        """
        self._connection.execute(
            "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.task_id,
                entry.epoch,
                entry.lane,
                to_text(entry.rho),
                entry.start_s,
                entry.end_s,
                at_s,
                to_text(entry.total),
            ),
        )

    def overlapping(self, start_s: int, end_s: int) -> list[LedgerEntry]:
        """Return the entries, of every lane, that share a moment with [start_s, end_s)."""
        return self._entries("WHERE end_s > ? AND start_s < ? ORDER BY start_s", (start_s, end_s))

    def last_at_s(self) -> float | None:
        """Return when the last entry was written, Unix seconds; None when there is none."""
        (at_s,) = self._connection.execute("SELECT max(at_s) FROM ledger").fetchone()
        return None if at_s is None else float(at_s)

    def all(self) -> list[LedgerEntry]:
        """Return every entry, oldest epoch first."""
        return self._entries("ORDER BY start_s, task_id", ())

    def _entries(self, where: str, values: tuple[int, ...]) -> list[LedgerEntry]:
        rows = self._connection.execute(
            f"SELECT task_id, epoch, lane, rho, start_s, end_s, total FROM ledger {where}",  # noqa: S608 - fixed texts
            values,
        )
        return [
            LedgerEntry(task_id, epoch, lane, Fraction(rho), start_s, end_s, Fraction(total))
            for task_id, epoch, lane, rho, start_s, end_s, total in rows
        ]
