"""The outbox: sealed bytes that are sent until they are acknowledged, and what became of them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.ids import ReportId, TaskId
from shared.wire.codec import Role

_PAGE = 256


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """One envelope for one party."""

    report_id: ReportId
    role: Role
    task_id: TaskId
    epoch: int
    envelope: bytes
    """PROTOCOL.md §8; the same bytes on every attempt."""
    attempts: int = 0
    """Answers, other than final ones, that it has had so far."""
    retry_at_s: float = 0
    """Unix seconds before which it is not tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the attempts for one envelope ended."""

    report_id: bytes
    role: str
    outcome: str
    """``accepted``, the final problem's name, or ``expired``: its time was over before anybody answered."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """One envelope that needs no further attempt."""

    task_id: TaskId
    epoch: int
    role: Role
    outcome: str
    at: datetime
    """UTC."""


class Outbox:
    """The tables of waiting and delivered envelopes; writing belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, sealed: Sealed) -> None:
        """Write the envelope, before anything is sent."""
        self._connection.execute(
            "INSERT INTO outbox (report_id, role, task_id, epoch, envelope) VALUES (?, ?, ?, ?, ?)",
            (sealed.report_id, sealed.role, sealed.task_id, sealed.epoch, sealed.envelope),
        )

    def waiting(self, role: Role | None = None) -> Iterator[Sealed]:
        """Yield what is not acknowledged, oldest first; what is acknowledged meanwhile may still come."""
        last = 0
        while rows := self._connection.execute(
            "SELECT sequence, report_id, role, task_id, epoch, envelope, attempts, retry_at_s FROM outbox"
            " WHERE sequence > ? AND (? IS NULL OR role = ?) ORDER BY sequence LIMIT ?",
            (last, role, role, _PAGE),
        ).fetchall():
            for _, report_id, to, task_id, epoch, envelope, attempts, retry_at_s in rows:
                yield Sealed(ReportId(report_id), to, TaskId(task_id), epoch, envelope, attempts, retry_at_s)
            last = rows[-1][0]

    def postpone(self, report_id: ReportId, role: Role, retry_at_s: float) -> None:
        """Count one more attempt that did not end it, and when to try again."""
        self._connection.execute(
            "UPDATE outbox SET attempts = attempts + 1, retry_at_s = ? WHERE report_id = ? AND role = ?",
            (retry_at_s, report_id, role),
        )

    def next_retry_s(self, role: Role) -> float | None:
        """Return when the first of the role's envelopes may be tried, Unix seconds; None when none waits."""
        (first_s,) = self._connection.execute(
            "SELECT min(retry_at_s) FROM outbox WHERE role = ?", (role,)
        ).fetchone()
        return None if first_s is None else float(first_s)

    def conclude(self, outcome: Outcome) -> None:
        """Move the envelope from waiting to delivered; its bytes are forgotten."""
        key = (outcome.report_id, outcome.role)
        self._connection.execute(
            "INSERT OR IGNORE INTO delivered SELECT report_id, role, task_id, epoch, ?, ? FROM outbox"
            " WHERE report_id = ? AND role = ?",
            (outcome.outcome, outcome.at.timestamp(), *key),
        )
        self._connection.execute("DELETE FROM outbox WHERE report_id = ? AND role = ?", key)

    def epochs(self) -> list[tuple[TaskId, int]]:
        """Return which (task, epoch) wait for an answer."""
        rows = self._connection.execute("SELECT DISTINCT task_id, epoch FROM outbox ORDER BY task_id, epoch")
        return [(TaskId(task_id), epoch) for task_id, epoch in rows]

    def expire(self, task_id: TaskId, epoch: int, at: datetime) -> list[bytes]:
        """Give up the epoch's envelopes; return which reports they belonged to."""
        rows = self._connection.execute(
            "SELECT report_id, role FROM outbox WHERE task_id = ? AND epoch = ?", (task_id, epoch)
        ).fetchall()
        for report_id, role in rows:
            self.conclude(Outcome(report_id, role, "expired", at))
        return [report_id + role.encode() for report_id, role in rows]

    def concluded(self) -> list[tuple[int, datetime]]:
        """Return number and moment of every outcome."""
        rows = self._connection.execute("SELECT rowid, at_s FROM delivered ORDER BY at_s")
        return [(number, datetime.fromtimestamp(at_s, UTC)) for number, at_s in rows]

    def delete_outcome(self, number: int) -> None:
        """Forget what became of one envelope."""
        self._connection.execute("DELETE FROM delivered WHERE rowid = ?", (number,))

    def delivered(self, most: int) -> list[Delivered]:
        """Return the newest outcomes, newest first."""
        rows = self._connection.execute(
            "SELECT task_id, epoch, role, outcome, at_s FROM delivered"
            " ORDER BY at_s DESC, rowid DESC LIMIT ?",
            (most,),
        )
        return [
            Delivered(TaskId(task_id), epoch, role, outcome, datetime.fromtimestamp(at_s, UTC))
            for task_id, epoch, role, outcome, at_s in rows
        ]

    def outcomes(self) -> dict[str, int]:
        """Return how many envelopes ended in each way."""
        rows = self._connection.execute("SELECT outcome, count(*) FROM delivered GROUP BY outcome")
        return dict(rows.fetchall())

    def depth(self) -> int:
        """Return how many envelopes wait."""
        (count,) = self._connection.execute("SELECT count(*) FROM outbox").fetchone()
        return int(count)
