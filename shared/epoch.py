"""Epochs: the hours, days and weeks that reports are collected under, in the site's own calendar.

An epoch is one integer on the wire. Hours count UTC hours since 1970-01-01T00Z; days count local calendar
days since 1970-01-01; weeks are named by the day number of their Monday (ISO 8601). A local day has 23 or
25 hours on the two days when clocks change, and its bounds here follow that.
Source: shared/wire/PROTOCOL.md §3.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Level = Literal["hour", "day", "week"]

_ORIGIN = date(1970, 1, 1)
_HOUR_S = 3600


def epoch_of(at: datetime, level: Level, zone: ZoneInfo) -> int:
    """Return the epoch of the level that holds the moment, in the calendar of the zone."""
    if level == "hour":
        return int(at.timestamp()) // _HOUR_S
    local = at.astimezone(zone).date()
    if level == "week":
        local -= timedelta(days=local.weekday())
    return (local - _ORIGIN).days


def bounds(epoch: int, level: Level, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of the epoch and the first moment after it, both in UTC."""
    if level == "hour":
        start = datetime.fromtimestamp(epoch * _HOUR_S, UTC)
        return start, start + timedelta(hours=1)
    first = first_date(epoch)
    length = timedelta(days=7 if level == "week" else 1)
    return _midnight(first, zone), _midnight(first + length, zone)


def first_date(epoch: int) -> date:
    """Return the first local date of a day or week epoch."""
    return _ORIGIN + timedelta(days=epoch)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
