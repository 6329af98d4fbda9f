"""Why nothing is there: whether a number should have come by now, or the day or week is not over yet."""

from collections.abc import Iterator
from datetime import date, timedelta

from aggregator.insights.index import Index
from aggregator.insights.local_time import local_day
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Scope
from shared.epoch import Level

DAY_RUNS = "the day is not over"
"""Why a daily number is missing for a day that still runs."""
WEEK_RUNS = "the week is not over"
"""Why a weekly number is missing for days of the current week."""


def why_missing(index: Index, scope: Scope, level: Level) -> str:
    """Return why no release of the level touches the period, as far as time explains it.

    A store owes nothing for days before its first release. One that has released nothing at all is not waited
    for: there is no report.
    """
    if level == "hour" or not any(site in index.first_days for site in scope.sites):
        return NO_REPORT
    if any(_has_ended(index, scope, end) for end in _last_days(scope, level)):
        return NO_REPORT
    return DAY_RUNS if level == "day" else WEEK_RUNS


def _has_ended(index: Index, scope: Scope, end: date) -> bool:
    """Whether any store that measured by then has the last day of the epoch behind it."""
    return any(
        index.first_days[site] <= end < local_day(scope.now, index.layouts[site])
        for site in scope.sites
        if site in index.first_days
    )


def _last_days(scope: Scope, level: Level) -> Iterator[date]:
    if level == "day":
        yield from scope.period.days
        return
    end = scope.period.first + timedelta(days=6 - scope.period.first.weekday())
    while end <= scope.period.last + timedelta(days=6):
        yield end
        end += timedelta(days=7)
