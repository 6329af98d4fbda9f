"""Erased intervals: what a node at work must drop from its memory, and never count again."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """One interval that somebody erased."""

    sequence: int
    """Counts up."""
    since_s: float
    """Unix seconds of its first moment."""
    until_s: float
    """Unix seconds of the moment behind its last."""
    at_s: float
    """When it was erased."""


class Erasures:
    """The table of erased intervals; writing belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, since_s: float, until_s: float, at_s: float) -> None:
        """Write that the interval was erased."""
        self._connection.execute(
            "INSERT INTO erasures (since_s, until_s, at_s) VALUES (?, ?, ?)", (since_s, until_s, at_s)
        )

    def after(self, sequence: int) -> list[Erasure]:
        """Return what was erased after the one of that number, oldest first; with 0 everything."""
        rows = self._connection.execute(
            "SELECT sequence, since_s, until_s, at_s FROM erasures WHERE sequence > ? ORDER BY sequence",
            (sequence,),
        )
        return [Erasure(*row) for row in rows]

    def moments(self) -> list[tuple[int, datetime]]:
        """Return number and moment of every erasure, oldest first."""
        return [(one.sequence, datetime.fromtimestamp(one.at_s, UTC)) for one in self.after(0)]

    def delete(self, sequence: int) -> None:
        """Forget the interval: nothing of it can come any more."""
        self._connection.execute("DELETE FROM erasures WHERE sequence = ?", (sequence,))
