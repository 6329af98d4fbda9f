"""What learning has cost the store's windows, and the sealed answer to each round, until the next one.

A round is charged to every window that may be alive, whether it was trained on or not, before the first step
is taken: to every track confirmed since the oldest of them. It stays charged when the round is aborted,
repeated or never heard of again, and counts at the store's door as what left there counts here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from edge_node.storage.ledger import to_text
from privacy.accountant import Charged, Refused, Span, charge, charge_moments
from shared.ids import TaskId

_COLUMNS = "task_id, round, instruction, rho, since_s, at_s, total, leader, helper"


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The two envelopes of one report; every retry sends these bytes."""

    leader: bytes
    helper: bytes


@dataclass(frozen=True, slots=True)
class PaidRound:
    """One round that was charged."""

    task_id: TaskId
    number: int
    instruction: bytes
    """The hash of what the store was told."""
    rho: Fraction
    since_s: float
    """Unix seconds: no window that was alive is of a track confirmed before."""
    at_s: float
    """Unix seconds."""
    total: Fraction
    """ρ that one track may cost in all, under the policy of the round."""
    answer: Answer | None = None
    """None while it is trained, after a crash, and once a later round began."""

    @property
    def span(self) -> Span:
        """What every track has paid whose window was alive."""
        return Span(floor(self.since_s), floor(self.at_s) + 1, self.rho, self.total)


class LearnLedger:
    """The table of rounds; every call belongs inside a unit of work of the journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, task_id: TaskId, number: int) -> PaidRound | None:
        """Return the round if it was charged."""
        return next(self._rows("WHERE task_id = ? AND round = ?", (task_id, number)), None)

    def charge(
        self, asked: PaidRound, *, share: Fraction, paid_elsewhere: Iterable[Span]
    ) -> Charged | Refused:
        """Write the round if the share covers it beside the rounds that its windows may have been in, and the
        total covers what their tracks paid elsewhere; else write nothing.

        Answers to earlier rounds are forgotten: nobody will ask for them again.
        """
        before = self.overlapping(floor(asked.since_s), floor(asked.at_s) + 1)
        outcome = charge(sum((paid.rho for paid in before), Fraction(0)), asked.rho, share)
        if isinstance(outcome, Charged):
            outcome = charge_moments((*(paid.span for paid in before), *paid_elsewhere), asked.span)
        if isinstance(outcome, Charged):
            self._write(asked)
        return outcome

    def overlapping(self, start_s: int, end_s: int) -> list[PaidRound]:
        """Return the rounds that tracks confirmed in [start_s, end_s) have paid for."""
        return list(self._rows("WHERE at_s > ? AND since_s < ? ORDER BY at_s", (start_s, end_s)))

    def keep_answer(self, task_id: TaskId, number: int, answer: Answer) -> None:
        """Write the sealed answer beside the round's price."""
        self._connection.execute(
            "UPDATE learn_rounds SET leader = ?, helper = ? WHERE task_id = ? AND round = ?",
            (answer.leader, answer.helper, task_id, number),
        )

    def all(self) -> list[PaidRound]:
        """Return every round that was ever charged, oldest first."""
        return list(self._rows("ORDER BY at_s, round", ()))

    def _write(self, asked: PaidRound) -> None:
        self._connection.execute("UPDATE learn_rounds SET leader = NULL, helper = NULL")
        self._connection.execute(
            f"INSERT INTO learn_rounds ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",  # noqa: S608 - fixed text
            (
                asked.task_id,
                asked.number,
                asked.instruction,
                to_text(asked.rho),
                asked.since_s,
                asked.at_s,
                to_text(asked.total),
            ),
        )

    def _rows(self, where: str, values: Iterable[object]) -> Iterator[PaidRound]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM learn_rounds {where}",  # noqa: S608 - fixed texts
            tuple(values),
        )
        for task_id, number, told, rho, since_s, at_s, total, leader, helper in rows:
            answer = None if leader is None else Answer(leader, helper)
            prices = Fraction(rho), Fraction(total)
            yield PaidRound(TaskId(task_id), number, told, prices[0], since_s, at_s, prices[1], answer)
