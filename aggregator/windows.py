"""When an epoch begins and ends for a judge who may not know the site's calendar.

Cohort sums span time zones and the helper knows no site, so a cohort's day begins with the first site on
Earth (UTC+14) and ends with the last (UTC−12).
Source: shared/wire/PROTOCOL.md §3, §14.8.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.epoch import Level, bounds

ACCEPTED_FOR: Final = timedelta(days=35)
"""How long after its end an epoch's reports are taken. Source: PROTOCOL.md §14.8."""
LONGEST_EPOCH_S: Final[dict[Level, int]] = {"hour": 3_600, "day": 90_000, "week": 608_400}
"""Seconds in the longest epoch of each level: the day and week on which clocks go back."""
_EAST: Final = timedelta(hours=14)
_WEST: Final = timedelta(hours=12)
_FURTHEST: Final[dict[Level, int]] = {"hour": 1_000_000, "day": 40_000, "week": 40_000}
"""Later epochs (from the year 2079 on) are not computed: a wire integer has 64 bits, a calendar has not."""


def window(epoch: int, level: Level, zone: ZoneInfo | None) -> tuple[datetime, datetime] | None:
    """Return the first moment of the epoch and the first after it; None for an epoch no calendar holds.

    Without a zone the window covers the epoch in every time zone.
    """
    if not 0 <= epoch <= _FURTHEST[level]:
        return None
    start, end = bounds(epoch, level, zone or ZoneInfo("UTC"))
    if zone is None and level != "hour":
        return start - _EAST, end + _WEST
    return start, end


def policy_moment(epoch: int, level: Level) -> datetime:
    """Return the UTC start of the epoch, the moment that decides which policy was in force.

    It follows from the header alone, so that edge, leader and helper judge alike.
    """
    found = bounds(epoch, level, ZoneInfo("UTC")) if 0 <= epoch <= _FURTHEST[level] else None
    return found[0] if found else datetime.max.replace(tzinfo=UTC)


def is_accepted(span: tuple[datetime, datetime], now: datetime) -> bool:
    """True when the epoch has begun and ended at most 35 days ago."""
    start, end = span
    return start <= now <= end + ACCEPTED_FOR
