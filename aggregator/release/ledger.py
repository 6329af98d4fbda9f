"""What has been spent, per scope: read, checked, and written before the number it pays for.

Source: shared/wire/PROTOCOL.md §15.3–4.
"""

from datetime import datetime
from fractions import Fraction

from sqlmodel import Session, col, func, select

from aggregator.tables import LedgerRow
from privacy.accountant import Entry, Refused, charge_release
from shared.ids import TaskId
from shared.wire.problems import Problem


def spend(session: Session, entry: Entry, scope: str, *, share: Fraction, now: datetime) -> Problem | None:
    """Write the entry if the scope's share covers it; else return ``over_budget`` and write nothing.

    A task's epoch is paid for once: a second release of it is over budget whatever is left.
    """
    if _is_paid(session, entry, scope):
        return Problem("over_budget", f"{entry.task_id} of epoch {entry.epoch} has been released already")
    outcome = charge_release(_dearest(session, scope), entry, share)
    if isinstance(outcome, Refused):
        return outcome.problem
    session.add(
        LedgerRow(
            at=now,
            task_id=entry.task_id,
            scope=scope,
            epoch=entry.epoch,
            rho=f"{entry.rho.numerator}/{entry.rho.denominator}",
        )
    )
    session.flush()
    return None


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
