"""Refusals, counted per minute and reason: what is known about messages nobody can be named for.

A minute that is over becomes one entry of the audit log: anybody can be refused as often as they like, and
must not be able to fill it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.audit.entry import moment
from aggregator.audit.log import note
from aggregator.tables import RefusalRow


def count(session: Session, reasons: Mapping[str, int], now: datetime) -> None:
    """Add the refusals to the minute's counters; a reason is a problem's name or a policy's rule."""
    minute = _minute(now)
    for reason, refused in reasons.items():
        row = session.get(RefusalRow, (minute, reason)) or RefusalRow(
            minute=minute, problem=reason, refused=0
        )
        row.refused += refused
        session.add(row)


def note_refusals(session: Session, now: datetime) -> int:
    """Note every minute that is over and not noted yet, one entry each; return how many there were."""
    waiting = select(RefusalRow).where(
        col(RefusalRow.noted_at).is_(None), col(RefusalRow.minute) < _minute(now)
    )
    minutes: dict[datetime, Counter[str]] = defaultdict(Counter)
    for row in session.exec(waiting.order_by(col(RefusalRow.minute))).all():
        minutes[row.minute][row.problem] = row.refused
        row.noted_at = now
        session.add(row)
    for minute, reasons in minutes.items():
        note(session, "refusal", moment(minute), reasons, at=now)
    return len(minutes)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
