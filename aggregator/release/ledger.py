"""What has been spent, per scope: read, checked, and written before the number it pays for.

Source: shared/wire/PROTOCOL.md §15.3–4.
"""

from datetime import datetime
from fractions import Fraction
from typing import Final

from sqlmodel import Session, col, func, select

from aggregator.tables import LedgerRow
from privacy.accountant import Entry, Refused, charge, charge_release
from shared.ids import TaskId
from shared.wire.problems import Problem

LEARNING: Final = "learning"
"""The scope of every round: all nodes that take part."""


def spend(session: Session, entry: Entry, scope: str, *, share: Fraction, now: datetime) -> Problem | None:
    """Write the entry if the scope's share covers it; else return ``over_budget`` and write nothing.

    A task's epoch is paid for once: a second release of it is over budget whatever is left.
    """
    if _is_paid(session, entry, scope):
        return Problem("over_budget", f"{entry.task_id} of epoch {entry.epoch} has been released already")
    outcome = charge_release(_dearest(session, scope), entry, share)
    if isinstance(outcome, Refused):
        return outcome.problem
    session.add(_to_row(entry, scope, now))
    session.flush()
    return None


def spend_round(
    session: Session, entry: Entry, *, share: Fraction, since: datetime, now: datetime
) -> Problem | None:
    """Write a round's entry if the share covers it and every round since the moment; else ``over_budget``.

    Rounds of one task add up, unlike epochs: a window that lives may be in each of them.
    """
    if _is_paid(session, entry, LEARNING):
        return Problem("over_budget", f"round {entry.epoch} of {entry.task_id} has been released already")
    recent = select(LedgerRow.rho).where(LedgerRow.scope == LEARNING, col(LedgerRow.at) > since)
    spent = sum((Fraction(rho) for rho in session.exec(recent).all()), Fraction(0))
    outcome = charge(spent, entry.rho, share)
    if isinstance(outcome, Refused):
        return outcome.problem
    session.add(_to_row(entry, LEARNING, now))
    session.flush()
    return None


def _to_row(entry: Entry, scope: str, now: datetime) -> LedgerRow:
    rho = f"{entry.rho.numerator}/{entry.rho.denominator}"
    return LedgerRow(at=now, task_id=entry.task_id, scope=scope, epoch=entry.epoch, rho=rho)


def _is_paid(session: Session, entry: Entry, scope: str) -> bool:
    same = select(LedgerRow.entry_id).where(
        LedgerRow.task_id == entry.task_id, LedgerRow.scope == scope, LedgerRow.epoch == entry.epoch
    )
    return session.exec(same).first() is not None


def _dearest(session: Session, scope: str) -> list[Entry]:
    """Return one entry for each price ever paid for each task: all that the dearest track depends on.

    Prices of the task itself stand under an epoch that `_is_paid` has found not to be the one asked for.
    """
    paid = (
        select(LedgerRow.task_id, LedgerRow.rho, func.max(col(LedgerRow.epoch)))
        .where(LedgerRow.scope == scope)
        .group_by(col(LedgerRow.task_id), col(LedgerRow.rho))
    )
    return [
        Entry(TaskId(paid_task), epoch, Fraction(rho)) for paid_task, rho, epoch in session.exec(paid).all()
    ]
