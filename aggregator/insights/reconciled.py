"""A store's hours and their day made to add up: a derived view of releases, which themselves never change.

A track belongs to one hour and to the day that holds it, so the exact day is the sum of its exact hours, and
both have been measured with a noise of their own. Where that cannot be relied on, there is no such view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aggregator.insights.estimate import Estimate
from aggregator.insights.index import Index
from aggregator.insights.local_time import HOUR_S, day_epoch, hours_of, opening
from aggregator.insights.reading import Wanted, read
from privacy.consistency import Noisy, Reconciled, half_width
from shared.epoch import bounds
from shared.ids import SiteId
from shared.schemas.release import Release
from shared.schemas.task import MetricName


@dataclass(frozen=True, slots=True)
class DayInHours:
    """A day and its hours; the hours add up to the day."""

    day: Estimate
    hours: Mapping[int, Estimate]
    """By hour epoch: those in which anything was measured."""
    is_provisional: bool
    """Whether the day can still change: it is not over, or it was closed early."""


def reconciled(
    index: Index, site: SiteId, day: date, metric: MetricName, wanted: Wanted, now: datetime
) -> DayInHours | None:
    """Return what the day's own release and those of its hours say together, in base units.

    None when the two do not speak of the same time: an hour is missing or was measured on other terms.
    """
    whole = index.shelf(metric, "day", site).get(day_epoch(day))
    shelf = index.shelf(metric, "hour", site)
    hours = {epoch: shelf[epoch] for epoch in hours_of(day, index.layouts[site]) if epoch in shelf}
    if whole is None or not _is_one_time(index, site, day, whole, tuple(hours.values())):
        return None
    measured = {epoch: release for epoch, release in hours.items() if release.coverage_s > 0}
    estimates = {epoch: read(release, wanted).estimate for epoch, release in measured.items()}
    parts = {epoch: estimate for epoch, estimate in estimates.items() if estimate is not None}
    own = read(whole, wanted).estimate
    if own is None or not parts:
        return None
    is_running = opening(day, index.layouts[site])[1] > now
    is_provisional = is_running or any(one.provisional for one in (whole, *hours.values()))
    return _together(own, parts, is_provisional=is_provisional)


def _together(own: Estimate, parts: Mapping[int, Estimate], *, is_provisional: bool) -> DayInHours:
    every = range(len(parts))
    found = Reconciled.of([Noisy(part.value, part.variance) for part in parts.values()])
    found = found.heard(Noisy(own.value, own.variance), every)
    hours = {epoch: _estimate(found.total([at]), own.step) for at, epoch in enumerate(parts)}
    return DayInHours(_estimate(found.total(every), own.step), hours, is_provisional)


def _estimate(noisy: Noisy, step: float) -> Estimate:
    return Estimate(noisy.value, half_width(noisy.variance, step), noisy.variance, step)


def _is_one_time(index: Index, site: SiteId, day: date, whole: Release, hours: tuple[Release, ...]) -> bool:
    """Whether the hours are all of the day: measured as long, on one floor plan, under one policy.

    Hours that never came measured nothing when the others make up the day's time; each was rounded down to
    a second. A zone of half hours has days that no hours add up to.
    """
    start, end = bounds(day_epoch(day), "day", index.layouts[site].zone_info)
    if start.timestamp() % HOUR_S or end.timestamp() % HOUR_S:
        return False
    terms = {_terms(release) for release in (whole, *hours)}
    measured_s = sum(release.coverage_s for release in hours)
    return len(terms) == 1 and not whole.suppressed and 0 <= whole.coverage_s - measured_s <= len(hours)


def _terms(release: Release) -> tuple[str, str, tuple[str, ...], int, str]:
    return (
        release.policy_hash,
        release.layout_hash,
        release.cells,
        release.unit_size,
        release.suppressed,
    )
