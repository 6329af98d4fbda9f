"""How many and how full, over time: a point an hour or a day with its interval; a gap is never zero."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from aggregator.insights.estimate import Estimate
from aggregator.insights.index import Index
from aggregator.insights.local_time import (
    HOUR_S,
    day_epoch,
    hour_start,
    hours_of,
    local_day,
    open_s_of_hour,
    opening,
)
from aggregator.insights.period import Period
from aggregator.insights.reading import Reading, Wanted, add, any_cell, provisional, read, walked_in
from aggregator.insights.reconciled import DayInHours, reconciled
from shared.ids import SiteId
from shared.schemas.task import MetricName

Step = Literal["hour", "day"]
"""One point of a series."""

Measure = Literal["entries", "occupancy", "queue"]
"""What a series tells: people who walked in, or people inside or queueing at a moment, over measured time."""

_READ: dict[Measure, tuple[MetricName, Wanted]] = {
    "entries": ("footfall", walked_in),
    "occupancy": ("occupancy", any_cell),
    "queue": ("queue_length", any_cell),
}

_HOUR = timedelta(hours=1)
NOT_DUE = "not due"
"""No number is expected: closed, still to come, or before the first release."""


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a series, summed over sites (entries) or the mean over them (occupancy, queue)."""

    starts_at: datetime
    """First moment, UTC."""
    label: str
    """``2026-11-09`` or ``2026-11-09 14:00``, in the first site's calendar."""
    estimate: Estimate | None
    reason: str
    """Why there is no number; empty when there is one."""
    sites: int
    """Sites in the number."""
    sites_expected: int
    """Sites that should have been in it."""
    is_provisional: bool
    is_simulated: bool
    reconciled: Estimate | None = None
    """The same once hours and their day have been made to add up; None where they cannot, or for several."""
    is_reconciled_provisional: bool = False
    """Whether the day it was made to add up with can still change."""

    @property
    def is_partial(self) -> bool:
        """Whether a site is missing, so that the point may not be compared with its neighbours."""
        return 0 < self.sites < self.sites_expected


@dataclass(frozen=True, slots=True)
class Scope:
    """What a series is about: whose, when, and up to which moment anything can be known."""

    sites: tuple[SiteId, ...]
    period: Period
    now: datetime


def series(index: Index, scope: Scope, step: Step, measure: Measure) -> tuple[Point, ...]:
    """Return the points of the period, oldest first.

    Times when no number is due are left out: closed hours, days to come, days before the first release.
    """
    if not scope.sites:
        return ()
    if step == "day":
        points = [_day_point(index, scope, day, measure) for day in scope.period.days]
    else:
        first = index.layouts[scope.sites[0]]
        hours = [epoch for day in scope.period.days for epoch in hours_of(day, first)]
        points = [_hour_point(index, scope, epoch, measure) for epoch in hours]
    due = tuple(point for point in points if point.reason != NOT_DUE)
    return _with_reconciled(index, scope, due) if measure == "entries" and len(scope.sites) == 1 else due


def day_reading(index: Index, site: SiteId, day: date, measure: Measure, now: datetime) -> Reading:
    """Return a site's day: the day's own release if there is one, else the sum of its hours, provisional."""
    metric, wanted = _READ[measure]
    own = index.shelf(metric, "day", site).get(day_epoch(day))
    if own is not None:
        reading = read(own, wanted)
    else:
        shelf = index.shelf(metric, "hour", site)
        hours = [read(shelf.get(epoch), wanted) for epoch in hours_of(day, index.layouts[site])]
        reading = add(hours)
        reading = provisional(reading) if measure == "entries" else reading
    running = opening(day, index.layouts[site])[1] > now
    return provisional(reading) if running else reading


def mean_inside(reading: Reading) -> Estimate | None:
    """Return person-seconds ÷ seconds measured: the mean number of people inside or queueing, per shop."""
    if reading.estimate is None:
        return None
    return reading.estimate.scaled(1 / reading.coverage_s)


def _with_reconciled(index: Index, scope: Scope, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points of one store with what hours and days say together, where both were released."""
    [site] = scope.sites
    layout = index.layouts[site]
    metric, wanted = _READ["entries"]
    days = {local_day(point.starts_at, layout) for point in points if point.estimate is not None}
    found = {day: reconciled(index, site, day, metric, wanted, scope.now) for day in days}
    return tuple(_reconciled_point(point, found.get(local_day(point.starts_at, layout))) for point in points)


def _reconciled_point(point: Point, found: DayInHours | None) -> Point:
    if found is None or point.estimate is None:
        return point
    is_day = " " not in point.label
    estimate = found.day if is_day else found.hours.get(int(point.starts_at.timestamp()) // HOUR_S)
    return replace(point, reconciled=estimate, is_reconciled_provisional=found.is_provisional)


def _day_point(index: Index, scope: Scope, day: date, measure: Measure) -> Point:
    expected = [site for site in scope.sites if expects_day(index, site, day, scope.now)]
    readings = [day_reading(index, site, day, measure, scope.now) for site in expected]
    starts_at = opening(day, index.layouts[scope.sites[0]])[0]
    return _point(starts_at, day.isoformat(), readings, measure)


def _hour_point(index: Index, scope: Scope, epoch: int, measure: Measure) -> Point:
    metric, wanted = _READ[measure]
    start = hour_start(epoch)
    readings = []
    for site in scope.sites:
        reading = read(index.shelf(metric, "hour", site).get(epoch), wanted)
        is_open = expects_hour(index, site, epoch, scope.now)
        if is_open or reading.estimate is not None:
            readings.append(provisional(reading) if start + _HOUR > scope.now else reading)
    zone = index.layouts[scope.sites[0]].zone_info
    return _point(start, start.astimezone(zone).strftime("%Y-%m-%d %H:%M"), readings, measure)


def expects_day(index: Index, site: SiteId, day: date, now: datetime) -> bool:
    """Whether the site measured by then and the shop has been open for an hour of that day."""
    first = index.first_days.get(site)
    return first is not None and first <= day and opening(day, index.layouts[site])[0] + _HOUR <= now


def expects_hour(index: Index, site: SiteId, epoch: int, now: datetime) -> bool:
    """Whether the site measured by then, the shop was open in the hour, and the hour is over."""
    layout = index.layouts[site]
    start = hour_start(epoch)
    first = index.first_days.get(site)
    is_past = first is not None and first <= local_day(start, layout) and start + _HOUR <= now
    return is_past and open_s_of_hour(epoch, layout) > 0


def _point(starts_at: datetime, label: str, readings: list[Reading], measure: Measure) -> Point:
    combined = add(readings) if readings else Reading(None, NOT_DUE)
    estimate = combined.estimate if measure == "entries" else mean_inside(combined)
    return Point(
        starts_at,
        label,
        estimate,
        combined.reason,
        sum(reading.estimate is not None for reading in readings),
        len(readings),
        combined.is_provisional,
        combined.is_simulated,
    )
