"""What should have come by now: how many days or weeks a choice of stores owes, and why nothing is there."""

from collections.abc import Iterator
from datetime import date, timedelta

from aggregator.insights.index import Index
from aggregator.insights.local_time import local_day
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Scope
from shared.epoch import Level
from shared.ids import SiteId

DAY_RUNS = "the day is not over"
"""Why a daily number is missing for a day that still runs."""
WEEK_RUNS = "the week is not over"
"""Why a weekly number is missing for days of the current week."""


def owed(index: Index, scope: Scope, level: Level) -> int:
    """Return how many store-days or store-weeks are over and touch the period; hours are not counted here.

    A store owes nothing for days before its first release.
    """
    if level == "hour":
        return 0
    ends = tuple(_last_days(scope, level))
    return sum(has_ended(index, scope, site, end) for site in scope.sites for end in ends)


def has_ended(index: Index, scope: Scope, site: SiteId, end: date) -> bool:
    """Whether the store measured by then and has the last day of the epoch behind it."""
    first = index.first_days.get(site)
    return first is not None and first <= end < local_day(scope.now, index.layouts[site])


def why_missing(index: Index, scope: Scope, level: Level) -> str:
    """Return why no release of the level touches the period, as far as time explains it.

    A store that has released nothing at all is not waited for: there is no report.
    """
    if level == "hour" or not any(site in index.first_days for site in scope.sites):
        return NO_REPORT
    if owed(index, scope, level):
        return NO_REPORT
    return DAY_RUNS if level == "day" else WEEK_RUNS


def _last_days(scope: Scope, level: Level) -> Iterator[date]:
    if level == "day":
        yield from scope.period.days
        return
    end = scope.period.first + timedelta(days=6 - scope.period.first.weekday())
    while end <= scope.period.last + timedelta(days=6):
        yield end
        end += timedelta(days=7)
