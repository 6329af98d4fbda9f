"""The decision log of one aggregator: how often each question was answered alike in an hour, and nobody.

A line is counted in the transaction that the answer belongs to. Source: policies/decision_log.py.
"""

from datetime import datetime

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col, select

from aggregator.tables import DecisionRow
from policies.decision_log import KEPT_FOR, DecisionLine


def remember(session: Session, line: DecisionLine, times: int = 1) -> None:
    """Add the line, so many times, to the hour's counts."""
    key = (line.hour, line.action, line.task_id, line.scope, line.outcome)
    hour, action, task_id, scope, outcome = key
    row = session.get(DecisionRow, key) or DecisionRow(
        hour=hour, action=action, task_id=task_id, scope=scope, outcome=outcome, asked=0
    )
    row.asked += times * line.count
    session.add(row)


def recall(session: Session, since: datetime) -> tuple[DecisionLine, ...]:
    """Return every line since a moment, the oldest first: what a dry run asks again."""
    columns = (DecisionRow.hour, DecisionRow.action, DecisionRow.task_id, DecisionRow.scope)
    rows = session.exec(
        select(DecisionRow)
        .where(col(DecisionRow.hour) >= since)
        .order_by(*(col(column) for column in (*columns, DecisionRow.outcome)))
    ).all()
    return tuple(
        DecisionLine.model_validate(row.model_dump(exclude={"asked"}) | {"count": row.asked}) for row in rows
    )


def forget(session: Session, now: datetime) -> int:
    """Delete the lines whose time is over; return how many there were."""
    result = session.exec(delete(DecisionRow).where(col(DecisionRow.hour) < now - KEPT_FOR))
    return result.rowcount if isinstance(result, CursorResult) else 0
