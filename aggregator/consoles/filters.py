"""The filter bar: every choice is an address, so that a view is a link and the page works without scripts."""

from typing import Final

from aggregator.consoles.model import Choice, Filters
from aggregator.consoles.words import days
from aggregator.insights.index import Index
from aggregator.insights.period import CompareKey, MatchKey, PeriodKey, neighbours
from aggregator.insights.query import Question

PERIODS: Final[tuple[tuple[PeriodKey, str, str], ...]] = (
    ("day", "Today", "d"),
    ("yesterday", "Yesterday", "e"),
    ("7d", "7 days", "w"),
    ("28d", "28 days", "f"),
    ("month", "Month", "m"),
    ("year", "Year", "y"),
)
"""Named periods with their letters. Source: the letters of Plausible Analytics, as its users know them."""

COMPARISONS: Final[tuple[tuple[CompareKey, str], ...]] = (
    ("previous", "the period before"),
    ("year", "a year ago"),
    ("off", "nothing"),
)
MATCHES: Final[tuple[tuple[MatchKey, str], ...]] = (("weekday", "day of the week"), ("date", "exact dates"))
PINNED: Final = 9
"""Stores that a digit chooses."""


def filters(index: Index, question: Question) -> Filters:
    """Return everything that can be chosen from where the question stands."""
    period, asked = question.period, question.asked
    earlier, later = neighbours(period)

    def at(first: str, last: str) -> str:
        return question.address(period="custom", **{"from": first, "to": last})

    return Filters(
        sites=_sites(index, question),
        periods=tuple(
            Choice(
                value=value,
                label=label,
                address=question.address(period=value, **{"from": "", "to": ""}),
                chosen=period.key == value,
                key=key,
            )
            for value, label, key in PERIODS
        ),
        comparisons=tuple(
            _choice(question, "compare", value, label, asked.compare) for value, label in COMPARISONS
        ),
        matches=tuple(_choice(question, "match", value, label, asked.match) for value, label in MATCHES),
        steps=tuple(
            _choice(question, "level", value, label, question.step)
            for value, label in (("hour", "hour"), ("day", "day"))
        ),
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        days=days(period),
        against=days(question.against) if question.against else "",
        earlier=at(earlier.first.isoformat(), earlier.last.isoformat()),
        later=at(later.first.isoformat(), later.last.isoformat()),
        toggle_compare=question.address(compare="previous" if asked.compare == "off" else "off"),
        toggle_step=question.address(level="day" if question.step == "hour" else "hour"),
        everything="/hq",
        plot=asked.plot,
    )


def every(index: Index) -> str:
    """Return what all stores together are called: for whom sees only some, they are theirs."""
    return "Your stores" if index.is_part else "All stores"


def _sites(index: Index, question: Question) -> tuple[Choice, ...]:
    together = Choice(
        value="",
        label=every(index),
        address=question.address(site=""),
        chosen=not question.asked.site,
        key="0",
    )
    each = (
        Choice(
            value=site,
            label=layout.site_name,
            address=question.address(site=site),
            chosen=question.asked.site == site,
            key=str(at) if at <= PINNED else "",
        )
        for at, (site, layout) in enumerate(index.layouts.items(), start=1)
    )
    return (together, *each)


def _choice(question: Question, name: str, value: str, label: str, chosen: str) -> Choice:
    return Choice(value=value, label=label, address=question.address(**{name: value}), chosen=value == chosen)
