"""How much of the opening time was measured, and when it was not: gaps are shown as gaps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.insights.index import Index
from aggregator.insights.local_time import (
    HOUR_S,
    day_epoch,
    hour_start,
    hours_of,
    open_s_of_day,
    open_s_of_hour,
)
from aggregator.insights.period import Period
from aggregator.insights.reading import NO_REPORT, NOT_MEASURED
from aggregator.insights.series import expects_day, expects_hour
from shared.ids import SiteId

MOSTLY = 0.5
"""An hour counts as a gap when less than this share of its open time was measured."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of opening hours that was not measured."""

    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """One site's measured time against its opening hours."""

    site: SiteId
    measured_s: int
    open_s: int
    """Open time since the site's first release, up to now; 0 when nothing was expected."""
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float | None:
        """Measured ÷ open, at most 1; None when nothing was expected."""
        return min(self.measured_s / self.open_s, 1.0) if self.open_s else None


def coverage(index: Index, site: SiteId, period: Period, now: datetime) -> Coverage:
    """Return the site's coverage by its hourly footfall reports, or by its daily ones if it has no others."""
    if not index.shelf("footfall", "hour", site):
        return _by_days(index, site, period, now)
    layout, shelf = index.layouts[site], index.shelf("footfall", "hour", site)
    measured = open_s = 0
    gaps: list[Gap] = []
    for day in period.days:
        for epoch in hours_of(day, layout):
            if not expects_hour(index, site, epoch, now):
                continue
            release, due = shelf.get(epoch), open_s_of_hour(epoch, layout)
            seconds = min(release.coverage_s, due) if release else 0
            measured, open_s = measured + seconds, open_s + due
            if seconds < due * MOSTLY:
                start = hour_start(epoch)
                why = NO_REPORT if release is None else NOT_MEASURED
                _extend(gaps, Gap(start, start + timedelta(seconds=HOUR_S), why))
    return Coverage(site, measured, open_s, tuple(gaps))


def chain_share(rows: tuple[Coverage, ...]) -> float | None:
    """Return measured ÷ open over several sites; None when nothing was expected of any."""
    open_s = sum(row.open_s for row in rows)
    return sum(row.measured_s for row in rows) / open_s if open_s else None


def _extend(gaps: list[Gap], gap: Gap) -> None:
    """Append the gap, joined to the one before when they touch and have one reason."""
    if gaps and gaps[-1].ends_at == gap.starts_at and gaps[-1].reason == gap.reason:
        gaps[-1] = Gap(gaps[-1].starts_at, gap.ends_at, gap.reason)
    else:
        gaps.append(gap)


def _by_days(index: Index, site: SiteId, period: Period, now: datetime) -> Coverage:
    layout, shelf = index.layouts[site], index.shelf("footfall", "day", site)
    measured = open_s = 0
    gaps: list[Gap] = []
    for day in period.days:
        if not expects_day(index, site, day, now):
            continue
        release, due = shelf.get(day_epoch(day)), open_s_of_day(day, layout)
        seconds = min(release.coverage_s, due) if release else 0
        measured, open_s = measured + seconds, open_s + due
        if seconds < due * MOSTLY:
            start = hour_start(hours_of(day, layout)[0])
            _extend(
                gaps, Gap(start, start + timedelta(days=1), NO_REPORT if release is None else NOT_MEASURED)
            )
    return Coverage(site, measured, open_s, tuple(gaps))
