"""Releases laid out so that a number is found by what it is: metric, level, scope, epoch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from aggregator.insights.local_time import day_of_hour
from shared.epoch import Level, first_date
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout
from shared.schemas.release import Release
from shared.schemas.task import Lane, MetricName

Shelf = Mapping[int, Release]
"""The releases of one metric, level, lane and scope, by epoch."""


@dataclass(frozen=True, slots=True)
class Index:
    """Every release HQ holds, and the layouts to read them under."""

    layouts: dict[SiteId, SiteLayout]
    """Sites in the order they are shown: by name."""
    shelves: Mapping[tuple[MetricName, Level, Lane, str], Shelf]
    first_days: Mapping[SiteId, date]
    """The local day of each site's first hour or day release; before it nothing is missing."""
    is_part: bool = False
    """Whether only some sites are seen: sums over more than those stay known by their existence alone."""

    @classmethod
    def build(
        cls,
        releases: Iterable[Release],
        layouts: Mapping[SiteId, SiteLayout],
        sites: frozenset[SiteId] | None = None,
    ) -> Self:
        """Return the index of the sites (None: of all); of one epoch's releases the later one stands."""
        if sites is not None:
            layouts = {site: layout for site, layout in layouts.items() if site in sites}
            releases = (one for one in releases if one.lane == "cohort" or one.scope in sites)
        shelves: dict[tuple[MetricName, Level, Lane, str], dict[int, Release]] = defaultdict(dict)
        for release in releases:
            shelves[release.metric, release.level, release.lane, release.scope][release.epoch] = release
        ordered = sorted(layouts.items(), key=lambda item: (item[1].site_name, item[0]))
        firsts = {site: _first_day(site, layout, shelves) for site, layout in ordered}
        first_days = {site: day for site, day in firsts.items() if day is not None}
        return cls(dict(ordered), shelves, first_days, is_part=sites is not None)

    @property
    def sites(self) -> tuple[SiteId, ...]:
        """Every enrolled site, by name."""
        return tuple(self.layouts)

    def shelf(self, metric: MetricName, level: Level, scope: str, lane: Lane = "site") -> Shelf:
        """Return the releases by epoch; empty when there are none."""
        return self.shelves.get((metric, level, lane, scope), {})

    def cohorts(self, metric: MetricName, level: Level) -> tuple[tuple[str, Shelf], ...]:
        """Return the cohort lane's scopes of the metric with their releases; none for a part of the sites."""
        if self.is_part:
            return ()
        found = (
            (key[3], shelf) for key, shelf in self.shelves.items() if key[:3] == (metric, level, "cohort")
        )
        return tuple(sorted(found, key=lambda item: item[0]))

    def has_lane(self, metric: MetricName, lane: Lane) -> bool:
        """Whether anything of the metric was released in the lane."""
        return any((key[0], key[2]) == (metric, lane) for key in self.shelves)

    def levels(self, metric: MetricName, lane: Lane) -> frozenset[Level]:
        """Return the levels at which anything of the metric was released in the lane."""
        return frozenset(key[1] for key in self.shelves if (key[0], key[2]) == (metric, lane))

    def span(self) -> tuple[date, date] | None:
        """Return the first and last local day that any release is about, weeks at full length, or None."""
        days: list[date] = []
        for (_, level, lane, scope), shelf in self.shelves.items():
            if self.is_part and lane == "cohort":
                continue
            layout = self.layouts.get(SiteId(scope))
            for epoch in (min(shelf), max(shelf)):
                if level != "hour":
                    days.append(first_date(epoch))
                elif layout is not None:
                    days.append(day_of_hour(epoch, layout))
            if level == "week":
                days.append(first_date(max(shelf)) + timedelta(days=6))
        return (min(days), max(days)) if days else None


def _first_day(
    site: SiteId, layout: SiteLayout, shelves: Mapping[tuple[MetricName, Level, Lane, str], Shelf]
) -> date | None:
    days = []
    for (_, level, lane, scope), shelf in shelves.items():
        if (lane, scope) == ("site", site) and level != "week":
            oldest = min(shelf)
            days.append(day_of_hour(oldest, layout) if level == "hour" else first_date(oldest))
    return min(days, default=None)
