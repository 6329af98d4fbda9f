"""The five numbers at the top of the page, each with its interval and its change."""

from dataclasses import dataclass
from datetime import datetime

from aggregator.insights.compare import Change, Store, change, leaders, stores
from aggregator.insights.coverage import chain_share, coverage
from aggregator.insights.dwell import Dwell, dwell
from aggregator.insights.estimate import Estimate
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.reading import Reading, add
from aggregator.insights.series import day_reading, expects_day, mean_inside
from shared.ids import SiteId


@dataclass(frozen=True, slots=True)
class Summary:
    """What a period comes to for the sites asked for."""

    entries: Reading
    entries_change: Change | None
    occupancy: Reading
    """Person-seconds inside; its coverage is the time they were measured in."""
    inside: Estimate | None
    """Mean number of people inside per shop, over measured time."""
    inside_change: Change | None
    dwell: Dwell
    stores: tuple[Store, ...]
    """Every site's line, busiest first."""
    busiest: tuple[Store, ...]
    """The busiest and all that the noise does not tell apart from it."""
    coverage: float | None
    """Share of opening time measured."""

    @property
    def is_simulated(self) -> bool:
        """Whether any number of it was made by the simulator."""
        return self.entries.is_simulated or self.occupancy.is_simulated or self.dwell.is_simulated

    @property
    def is_provisional(self) -> bool:
        """Whether any number of it can still change."""
        return self.entries.is_provisional or self.occupancy.is_provisional or self.dwell.is_provisional


def summary(
    index: Index, sites: tuple[SiteId, ...], period: Period, against: Period | None, now: datetime
) -> Summary:
    """Return the period's five numbers."""
    lines = stores(index, sites, period, against, now)
    occupancy = add(
        day_reading(index, site, day, "occupancy", now)
        for site in sites
        for day in period.days
        if expects_day(index, site, day, now)
    )
    return Summary(
        entries=add(line.entries for line in lines),
        entries_change=change(index, sites, "entries", (period, against), now) if against else None,
        occupancy=occupancy,
        inside=mean_inside(occupancy),
        inside_change=change(index, sites, "occupancy", (period, against), now) if against else None,
        dwell=dwell(index, sites, period),
        stores=lines,
        busiest=leaders(lines),
        coverage=chain_share(tuple(coverage(index, site, period, now) for site in sites)),
    )
