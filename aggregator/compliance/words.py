"""How the console says things: days, moments, names of the machine in a person's words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

_MONTH: Final = timedelta(days=30.4375)
_WORTH: Final[Mapping[str, int]] = {"month": 3, "day": 3, "hour": 2}
"""From how many of a unit on a span is said in it."""


def day(when: date) -> str:
    """Return ``3 Mar 2026``."""
    return f"{when.day} {when:%b %Y}"


def moment(when: datetime) -> str:
    """Return ``2026-03-03 14:05 UTC``."""
    return f"{when:%Y-%m-%d %H:%M} UTC"


def spoken(name: str) -> str:
    """Return a name of the machine without its underscores: ``legitimate interests``."""
    return name.replace("_", " ")


def of_months(months: int) -> str:
    """Return ``1 month`` or ``25 months``."""
    return f"{months} month{'' if months == 1 else 's'}"


def short(policy_hash: str) -> str:
    """Return the first twelve digits of a hash: enough to tell versions apart."""
    return policy_hash[:12]


def count_of(number: int, thing: str) -> str:
    """Return ``1 draft`` or ``3 drafts``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def span_in_words(span: timedelta) -> str:
    """Return a length of time in its largest unit that fits: ``60 minutes``, ``35 days``, ``25 months``."""
    for unit, length in (("month", _MONTH), ("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        number = span / length
        if number >= _WORTH[unit]:
            return count_of(round(number), unit)
    return count_of(round(span / timedelta(minutes=1)), "minute")
