"""When queues are long: the mean number of people queueing at each hour of the day.

The length of a queue leaves a store as person-seconds, a sum that each person adds their own time to; divided
by the seconds measured it is the mean length.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from aggregator.insights.estimate import Estimate
from aggregator.insights.gathered import Count, Gathered, Key, gather, in_rows, missing, sums
from aggregator.insights.index import Index
from aggregator.insights.local_time import HOUR_S, hour_start, hours_of, open_s_of_hour
from aggregator.insights.places import queues
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Scope, mean_inside
from shared.ids import SiteId
from shared.schemas.release import Release


@dataclass(frozen=True, slots=True)
class QueueHour:
    """One hour of the day, over all days of the period."""

    hour: int
    """Local hour of each store, 0 to 23."""
    mean: Estimate | None
    """People queueing in a store at a moment."""
    reason: str
    """Why there is no number; empty when there is one."""
    hours: float
    """Store-hours measured."""


@dataclass(frozen=True, slots=True)
class QueueMean:
    """One queue, or the queues of several stores."""

    name: str
    mean: Estimate | None
    reason: str
    sites: int


@dataclass(frozen=True, slots=True)
class QueueHours:
    """Queues by hour of the day."""

    hours: tuple[QueueHour, ...]
    """Every hour that a store was open in, early to late; an hour still to come is not missing."""
    rows: tuple[QueueMean, ...]
    """The mean over all hours, queue by queue."""
    mean: Estimate | None
    """People queueing in a store at a moment, all queues together."""
    gathered: Gathered


def queue_hours(index: Index, scope: Scope) -> QueueHours:
    """Return the mean length of queues by hour of the day; those that are still to come are left out."""
    gathered = gather(index, scope, "queue_length", ("hour",), usual="hour")
    names = queues(index, scope.sites)

    def by_hour(release: Release, _: str, __: str) -> Key:
        return ("", str(_local_hour(release, index)))

    found = sums(gathered, by_hour)
    rows = sums(gathered, in_rows(gathered, names))
    everything = sums(gathered, lambda *_: ("", "")).get(("", ""))
    none = missing(gathered)
    words = sorted({*names.values(), *(name for name, _ in rows)})
    return QueueHours(
        tuple(_hour(hour, found.get(("", str(hour)))) for hour in _due_hours(index, scope)),
        tuple(_row(name, rows.get((name, ""), none)) for name in words),
        mean_inside(everything.reading) if everything else None,
        gathered,
    )


def _hour(hour: int, count: Count | None) -> QueueHour:
    if count is None:
        return QueueHour(hour, None, NO_REPORT, 0.0)
    return QueueHour(hour, mean_inside(count.reading), "", count.reading.coverage_s / HOUR_S)


def _row(name: str, count: Count) -> QueueMean:
    return QueueMean(name, mean_inside(count.reading), count.reading.reason, count.sites)


def _local_hour(release: Release, index: Index) -> int:
    layout = index.layouts.get(SiteId(release.scope)) or next(iter(index.layouts.values()))
    return hour_start(release.epoch).astimezone(layout.zone_info).hour


def _due_hours(index: Index, scope: Scope) -> tuple[int, ...]:
    """Return the open hours of the day that are over on a store's first day in the period."""
    return tuple(sorted({hour for site in scope.sites for hour in _hours_of(index, site, scope)}))


def _hours_of(index: Index, site: SiteId, scope: Scope) -> Iterator[int]:
    layout = index.layouts[site]
    day = max(scope.period.first, index.first_days.get(site, scope.period.first))
    if day <= scope.period.last:
        for epoch in hours_of(day, layout):
            if open_s_of_hour(epoch, layout) > 0 and hour_start(epoch + 1) <= scope.now:
                yield hour_start(epoch).astimezone(layout.zone_info).hour
