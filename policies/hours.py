"""Hours of the day that come back every day, in the site's local time: quiet hours, hours for training.

A day is a set of its 1,440 minutes, held as the bits of one integer: union is ``|``, intersection is ``&``.
"""

from collections.abc import Iterable
from datetime import time

from pydantic import field_validator
from typing_extensions import override

from shared.config import Config

_DAY = 24 * 60

NO_MINUTE = 0
"""The empty set of minutes."""

EVERY_MINUTE = (1 << _DAY) - 1
"""The whole day."""


class DailyHours(Config):
    """From one local time until another, past midnight where the end comes first; the same twice: all day."""

    begins_at: time
    """First minute that belongs to it."""
    ends_at: time
    """First minute that does not."""

    @override
    def __str__(self) -> str:
        """Return the hours as people write them."""
        return f"{self.begins_at:%H:%M}–{self.ends_at:%H:%M}"

    @field_validator("begins_at", "ends_at")
    @classmethod
    def _is_a_local_minute(cls, value: time) -> time:
        if value.tzinfo is not None or value.second or value.microsecond:
            raise ValueError("expected a local time to the minute, such as 22:00:00")
        return value


def minutes_of(hours: Iterable[DailyHours]) -> int:
    """Return the minutes that lie in any of the hours."""
    minutes = NO_MINUTE
    for one in hours:
        minutes |= _minutes(one)
    return minutes


def contains(minutes: int, at: time) -> bool:
    """Return whether the minute of a local time is one of the minutes."""
    return bool(minutes >> _minute(at) & 1)


def spans_of(minutes: int) -> tuple[DailyHours, ...]:
    """Return the fewest hours that hold exactly these minutes, the earliest beginning first."""
    if minutes == EVERY_MINUTE:
        return (DailyHours(begins_at=time(), ends_at=time()),)
    turned = (minutes << 1 | minutes >> _DAY - 1) & EVERY_MINUTE
    begins, ends = _set_bits(minutes & ~turned), _set_bits(turned & ~minutes)
    if ends and ends[0] < begins[0]:
        ends = [*ends[1:], ends[0]]
    return tuple(DailyHours(begins_at=_time(b), ends_at=_time(e)) for b, e in zip(begins, ends, strict=True))


def _set_bits(minutes: int) -> list[int]:
    return [at for at in range(_DAY) if minutes >> at & 1]


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _minutes(hours: DailyHours) -> int:
    begin, end = _minute(hours.begins_at), _minute(hours.ends_at)
    before_end, from_begin = (1 << end) - 1, EVERY_MINUTE & ~((1 << begin) - 1)
    return before_end & from_begin if begin < end else before_end | from_begin


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
