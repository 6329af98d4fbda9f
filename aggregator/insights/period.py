"""The days a page is about: named periods, the one before, and what they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodKey = Literal["day", "yesterday", "7d", "28d", "month", "year", "custom"]
"""The letters D, E, W, F, M, Y and C of the page, in words."""

CompareKey = Literal["off", "previous", "year"]
"""What a period is held against: nothing, the one just before, or the same one a year ago."""

MatchKey = Literal["weekday", "date"]
"""Whether Mondays meet Mondays (the retail default) or dates meet dates."""

LONGEST_DAYS = 800
"""Releases live 25 months; nobody can ask for more days than that."""


@dataclass(frozen=True, slots=True)
class Period:
    """A run of local calendar days, both ends included."""

    key: PeriodKey
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"expected from ≤ to, got {self.first} > {self.last}")
        if self.length_days > LONGEST_DAYS:
            raise ValueError(f"expected at most {LONGEST_DAYS} days, got {self.length_days}")

    @property
    def length_days(self) -> int:
        """Days in the period, at least 1."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it, oldest first."""
        return tuple(self.first + timedelta(days=n) for n in range(self.length_days))

    def shifted(self, days: int) -> "Period":
        """Return the same number of days, so many days later (negative: earlier)."""
        step = timedelta(days=days)
        return Period("custom", self.first + step, self.last + step)


def period_of(key: PeriodKey, today: date, first: date | None = None, last: date | None = None) -> Period:
    """Return the named period that ends today, or the custom one between the two days given.

    Raises: ValueError when a custom period lacks a day, runs backwards or is too long.
    """
    if key == "custom":
        if first is None and last is None:
            raise ValueError("expected from and to with a custom period, got neither")
        return Period(key, first or last or today, last or max(first or today, today))
    if key == "yesterday":
        yesterday = today - timedelta(days=1)
        return Period(key, yesterday, yesterday)
    starts = {
        "day": today,
        "7d": today - timedelta(days=6),
        "28d": today - timedelta(days=27),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    return Period(key, starts[key], today)


def neighbours(period: Period) -> tuple[Period, Period]:
    """Return the period just before and the one just after, of the same length."""
    return period.shifted(-period.length_days), period.shifted(period.length_days)


def compared_with(period: Period, compare: CompareKey, match: MatchKey) -> Period | None:
    """Return what the period is held against; with weekdays matched it lies a whole number of weeks back."""
    if compare == "off":
        return None
    back = period.length_days if compare == "previous" else (365 if match == "date" else 364)
    if compare == "previous" and match == "weekday":
        back = -(-back // 7) * 7
    return period.shifted(-back)
