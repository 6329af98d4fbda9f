"""What learning has cost the store's windows, and the sealed answer to each round, until the next one.

A round is charged to every window that may be alive, whether it was trained on or not, before the first step
is taken. It stays charged when the round is aborted, repeated or never heard of again.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from privacy.accountant import Charged, Refused, charge
from shared.ids import TaskId


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
    at_s: float
    """Unix seconds."""
    answer: Answer | None = None
    """None while it is trained, after a crash, and once a later round began."""


class LearnLedger:
    """The table of rounds; every call belongs inside a unit of work of the journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, task_id: TaskId, number: int) -> PaidRound | None:
        """Return the round if it was charged."""
        return next(self._rows("WHERE task_id = ? AND round = ?", (task_id, number)), None)

    def charge(self, asked: PaidRound, *, share: Fraction, since_s: float) -> Charged | Refused:
        """Write the round if the share covers it and every round since the moment; else write nothing.

        Answers to earlier rounds are forgotten: nobody will ask for them again.
        """
        spent = sum((paid.rho for paid in self._rows("WHERE at_s > ?", (since_s,))), Fraction(0))
        outcome = charge(spent, asked.rho, share)
        if isinstance(outcome, Charged):
            self._connection.execute("UPDATE learn_rounds SET leader = NULL, helper = NULL")
            self._connection.execute(
                "INSERT INTO learn_rounds VALUES (?, ?, ?, ?, ?, NULL, NULL)",
                (asked.task_id, asked.number, asked.instruction, _text(asked.rho), asked.at_s),
            )
        return outcome

    def keep_answer(self, task_id: TaskId, number: int, answer: Answer) -> None:
        """Write the sealed answer beside the round's price."""
        self._connection.execute(
            "UPDATE learn_rounds SET leader = ?, helper = ? WHERE task_id = ? AND round = ?",
            (answer.leader, answer.helper, task_id, number),
        )

    def all(self) -> list[PaidRound]:
        """Return every round that was ever charged, oldest first."""
        return list(self._rows("ORDER BY at_s, round", ()))

    def _rows(self, where: str, values: Iterable[object]) -> Iterator[PaidRound]:
        rows = self._connection.execute(
            f"SELECT task_id, round, instruction, rho, at_s, leader, helper FROM learn_rounds {where}",  # noqa: S608 - fixed texts
            tuple(values),
        )
        for task_id, number, told, rho, at_s, leader, helper in rows:
            answer = None if leader is None else Answer(leader, helper)
            yield PaidRound(TaskId(task_id), number, told, Fraction(rho), at_s, answer)


def _text(rho: Fraction) -> str:
    return f"{rho.numerator}/{rho.denominator}"
