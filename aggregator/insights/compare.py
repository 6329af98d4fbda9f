"""Shops side by side, and a period against another: every difference with its interval."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.insights.coverage import coverage
from aggregator.insights.estimate import Estimate, difference, relative, total
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.reading import Reading, add
from aggregator.insights.series import Measure, day_reading, expects_day, mean_inside
from shared.ids import SiteId


@dataclass(frozen=True, slots=True)
class Change:
    """This period minus another, over the site-days that both have in full."""

    absolute: Estimate
    share: Estimate | None
    """As a fraction of the other period; None where that one is inside its noise."""
    pairs: int
    """Site-days compared."""

    @property
    def is_inside_noise(self) -> bool:
        """Whether the noise alone would explain the change."""
        return self.absolute.is_inside_noise


@dataclass(frozen=True, slots=True)
class Store:
    """One shop's line in the comparison."""

    site: SiteId
    entries: Reading
    days: int
    """Days with a number."""
    days_expected: int
    change: Change | None
    coverage: float | None
    """Share of the opening time that was measured."""
    per_day: Estimate | None
    """Entries a day over the complete days with a number (running days only where there are no others)."""
    is_provisional: bool
    """Whether ``per_day`` rests on days that are not over."""


def stores(
    index: Index, sites: tuple[SiteId, ...], period: Period, against: Period | None, now: datetime
) -> tuple[Store, ...]:
    """Return one line per site, most entries a day first; sites without a number last."""
    rows = [_store(index, site, period, against, now) for site in sites]
    return tuple(sorted(rows, key=_rank))


def change(
    index: Index, sites: tuple[SiteId, ...], measure: Measure, periods: tuple[Period, Period], now: datetime
) -> Change | None:
    """Return the change from the second period to the first, or None when no site-day pairs up.

    A day pairs with the day as far into the other period; both must be complete (not provisional).
    """
    later, earlier = periods
    back = timedelta(days=(later.first - earlier.first).days)
    pairs = []
    for site in sites:
        for day in later.days:
            pair = [day_reading(index, site, at, measure, now) for at in (day, day - back)]
            if all(one.estimate is not None and not one.is_provisional for one in pair):
                pairs.append(pair)
    if not pairs:
        return None
    ends = [add(side) for side in zip(*pairs, strict=True)]
    new, old = (end.estimate if measure == "entries" else mean_inside(end) for end in ends)
    if new is None or old is None:
        return None
    moved = difference(new, old)
    return Change(moved, relative(moved, old), len(pairs))


def leaders(rows: tuple[Store, ...]) -> tuple[Store, ...]:
    """Return the busiest store and every store that the noise does not tell apart from it."""
    told = [(row, row.per_day) for row in rows if row.per_day is not None]
    if not told:
        return ()
    _, best = max(told, key=lambda item: item[1].value)
    return tuple(row for row, mean in told if mean is best or difference(best, mean).is_inside_noise)


def sum_of(rows: tuple[Store, ...]) -> Estimate | None:
    """Return the entries of all stores that have a number."""
    parts = [row.entries.estimate for row in rows if row.entries.estimate is not None]
    return total(parts) if parts else None


def _rank(row: Store) -> tuple[bool, float, str]:
    mean = row.per_day
    return (mean is None, -mean.value if mean else 0.0, row.site)


def _store(index: Index, site: SiteId, period: Period, against: Period | None, now: datetime) -> Store:
    expected = [day for day in period.days if expects_day(index, site, day, now)]
    readings = [day_reading(index, site, day, "entries", now) for day in expected]
    over_days = _mean([one for one in readings if not one.is_provisional])
    so_far = None if over_days else _mean(readings)
    return Store(
        site,
        add(readings),
        sum(reading.estimate is not None for reading in readings),
        len(expected),
        change(index, (site,), "entries", (period, against), now) if against else None,
        coverage(index, site, period, now).share,
        over_days or so_far,
        so_far is not None,
    )


def _mean(readings: list[Reading]) -> Estimate | None:
    parts = [reading.estimate for reading in readings if reading.estimate is not None]
    return total(parts).scaled(1 / len(parts)) if parts else None
