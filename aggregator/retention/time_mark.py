"""The latest moment that has certainly come at this aggregator: a clock set back lengthens no life."""

from datetime import datetime

from sqlmodel import Session

from aggregator.retention.tables import TimeMarkRow
from shared.elapsed import TimeMark, Uptime, advance

_ONLY = 1


def read(session: Session) -> TimeMark | None:
    """Return the mark of the last sweep, None before the first."""
    row = session.get(TimeMarkRow, _ONLY)
    return None if row is None else TimeMark(row.at, Uptime(row.boot_id, row.uptime_s))


def move_on(session: Session, now: datetime, uptime: Uptime) -> TimeMark:
    """Move the mark on to what clock and uptime say, keep it, and return it."""
    mark = advance(read(session), now, uptime)
    row = session.get(TimeMarkRow, _ONLY) or TimeMarkRow(mark_id=_ONLY, at=mark.at, boot_id="", uptime_s=0.0)
    row.at, row.boot_id, row.uptime_s = mark.at, mark.uptime.boot_id, mark.uptime.seconds
    session.add(row)
    return mark
