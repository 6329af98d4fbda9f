"""Another metric over exactly the same stores and days, so that the two can be set against each other."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from aggregator.insights.gathered import Gathered, gather
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.schemas.release import Release
from shared.schemas.task import MetricName

ALIKE = 0.01
"""Two metrics were measured alike when their seconds measured differ by no more than this share."""

_DAYS = {"day": 1, "week": 7}
_Place = tuple[str, int]
"""A store and an epoch of the metric gathered."""


def alongside(
    index: Index, scope: Scope, gathered: Gathered, metric: MetricName
) -> tuple[Gathered, Gathered] | None:
    """Return both metrics over the stores and epochs that measured them alike, the other one day by day.

    A day that is missing on one side only would look like a change of behaviour, so the store is left out for
    that epoch on both sides. None when nothing is left.
    """
    if gathered.lane != "site" or gathered.level == "hour" or not gathered.releases:
        return None
    days = {day: release for release in gathered.releases for day in _days(release)}
    span = Period("custom", min(day for _, day in days), max(day for _, day in days))
    other = gather(index, Scope(scope.sites, span, scope.now), metric, ("day",))
    if other.lane != "site":
        return None
    found: dict[_Place, list[Release]] = defaultdict(list)
    for one in other.releases:
        held = days.get((one.scope, first_date(one.epoch)))
        if held is not None:
            found[held.scope, held.epoch].append(one)
    kept = tuple(one for one in gathered.releases if _is_alike(one, found[one.scope, one.epoch]))
    beside = tuple(one for held in kept for one in found[held.scope, held.epoch])
    return (replace(gathered, releases=kept), replace(other, releases=beside)) if kept else None


def _days(release: Release) -> list[tuple[str, date]]:
    first = first_date(release.epoch)
    return [(release.scope, first + timedelta(days=at)) for at in range(_DAYS[release.level])]


def _is_alike(release: Release, others: list[Release]) -> bool:
    measured_s = sum(other.coverage_s for other in others)
    return abs(measured_s - release.coverage_s) <= ALIKE * release.coverage_s
