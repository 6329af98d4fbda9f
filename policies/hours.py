"""Hours of the day that come back every day, in the site's local time: quiet hours, hours for training.

A day is a set of its 1,440 minutes, held as the bits of one integer: union is ``|``, intersection is ``&``.
"""

from collections.abc import Iterable
from datetime import time

from pydantic import field_validator
from typing_extensions import override

from shared.config import Config

NO_MINUTE = 0
"""The empty set of minutes."""

EVERY_MINUTE = (1 << 24 * 60) - 1
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


def _minutes(hours: DailyHours) -> int:
    begin, end = _minute(hours.begins_at), _minute(hours.ends_at)
    before_end, from_begin = (1 << end) - 1, EVERY_MINUTE & ~((1 << begin) - 1)
    return before_end & from_begin if begin < end else before_end | from_begin


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
