"""Numbers, intervals, days and lengths of time as people read them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from aggregator.insights.compare import Change
from aggregator.insights.estimate import Estimate
from aggregator.insights.gathered import Gathered
from aggregator.insights.median import Median
from aggregator.insights.period import Period
from aggregator.insights.query import Question
from aggregator.insights.ratio import Ratio
from shared.schemas.layout import Stage

MINUS = "−"
"""The sign that stands as wide as a digit."""


def number(value: float, digits: int = 0) -> str:
    """Return the number with thousands apart and a real minus sign."""
    text = f"{value:,.{digits}f}".replace("-", MINUS)
    return text.removeprefix(MINUS) if float(f"{value:.{digits}f}") == 0 else text


def interval(estimate: Estimate, digits: int = 0) -> str:
    """Return ``low to high``."""
    return f"{number(estimate.low, digits)} to {number(estimate.high, digits)}"


def percent(share: float, digits: int = 0) -> str:
    """Return a share of one as a percentage, with a thin space before the sign."""
    return f"{number(share * 100, digits)}\u202f%"


def percents(found: Ratio, digits: int = 1) -> str:
    """Return the ends of a ratio's interval, ``24.7 to 24.8 %``."""
    return f"{number(found.low * 100, digits)} to {percent(found.high, digits)}"


def against(question: Question, moved: Change | None, digits: int = 0) -> str:
    """Return the change against the period compared with, whether it is real, or that there is none."""
    if question.against is None:
        return ""
    other = days(question.against)
    if moved is None:
        return f"no complete day to compare with {other}"
    said = f"{change(moved, digits)} against {other}"
    return f"{said}: within the noise" if moved.is_inside_noise else said


def change(moved: Change, digits: int = 0) -> str:
    """Return the change with its interval: in per cent where there is something to compare with."""
    arrow = "▲" if moved.absolute.value > 0 else "▼"
    if moved.share is None:
        return f"{arrow} {number(abs(moved.absolute.value), digits)} ({interval(moved.absolute, digits)})"
    low, high = percent(moved.share.low, 1), percent(moved.share.high, 1)
    return f"{arrow} {percent(abs(moved.share.value), 1)} ({low} to {high})"


def seconds(length_s: float) -> str:
    """Return ``26 s``, ``2 min 10 s`` or ``1 h 5 min``."""
    whole = round(length_s)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def stay(median: Median) -> str:
    """Return the median stay, or that it lies beyond the last class."""
    return "over 10 min" if median.value_s is None else seconds(median.value_s)


def stay_interval(median: Median) -> str:
    """Return the median's interval; an open end is said as one."""
    high = "over 10 min" if median.high_s is None else seconds(median.high_s)
    return f"{seconds(median.low_s)} to {high}"


def day(at: date) -> str:
    """Return ``9 Nov 2026``."""
    return f"{at.day} {at:%b %Y}"


def days(period: Period) -> str:
    """Return ``9–15 Nov 2026`` with what both ends share said once."""
    first, last = period.first, period.last
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def weeks(mondays: tuple[date, ...]) -> str:
    """Return ``the week from 9 Nov 2026``, or how many weeks from the first one on."""
    if len(mondays) == 1:
        return f"the week from {day(mondays[0])}"
    if len(mondays) <= 3:
        return f"the weeks from {', '.join(day(monday) for monday in mondays)}"
    return f"{len(mondays)} weeks from {day(mondays[0])} on"


def gaps(gathered: Gathered) -> str:
    """Return how many store-days or store-weeks have no number, or nothing when none is missing."""
    if not gathered.gaps:
        return ""
    return f"No number for {gathered.gaps} of {gathered.due} store-{gathered.level}s: gaps, not zeroes."


STAGE_WORDS: Final[Mapping[Stage, str]] = {
    "pass_by": "pass by",
    "enter": "come in",
    "browse": "browse",
    "engage": "reach in",
    "checkout": "check out",
}
"""What people do at each step of the funnel."""


def stage(name: Stage) -> str:
    """Return the step as people say it."""
    return STAGE_WORDS[name]


def stay_class(name: str) -> str:
    """Return ``5–15 s``, ``1–2 min`` or ``10+ min`` for a dwell class such as ``60-120s``."""
    if name.endswith("+"):
        return f"{int(name[:-2]) // 60}+ min"
    low, high = (int(part) for part in name[:-1].split("-"))
    if low >= 60:
        return f"{low // 60}–{high // 60} min"
    return f"{low}–{high} s"
