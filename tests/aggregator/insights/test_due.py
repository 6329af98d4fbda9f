from datetime import date

import pytest

from aggregator.insights.due import DAY_RUNS, WEEK_RUNS, owed, why_missing
from aggregator.insights.period import Period
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Scope
from shared.epoch import Level
from shared.ids import SiteId
from tests.support.hq_world import index_with, made
from tests.support.releases import NOW

ONE = (SiteId("s01"),)
TODAY, YESTERDAY, LAST_FRIDAY = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 20)
"""The day of NOW, a Monday; the Sunday and the Friday before it."""
SINCE_FRIDAY = index_with(made("footfall.day.site", 20_777, (4, 4)))
SINCE_TODAY = index_with(made("footfall.day.site", 20_780, (4, 4)))


def missing(first: date, last: date, level: Level, *, new: bool = False) -> str:
    index = SINCE_TODAY if new else SINCE_FRIDAY
    return why_missing(index, Scope(ONE, Period("custom", first, last), NOW), level)


def test_today_is_not_over() -> None:
    assert missing(TODAY, TODAY, "day") == DAY_RUNS


def test_yesterday_should_have_come() -> None:
    assert missing(YESTERDAY, TODAY, "day") == NO_REPORT


def test_week_of_today_is_not_over_and_last_week_should_have_come() -> None:
    assert missing(TODAY, TODAY, "week") == WEEK_RUNS
    assert missing(LAST_FRIDAY, LAST_FRIDAY, "week") == NO_REPORT


@pytest.mark.parametrize(("level", "reason"), [("day", DAY_RUNS), ("week", WEEK_RUNS)])
def test_new_store_owes_nothing_for_the_time_before_it(level: Level, reason: str) -> None:
    assert missing(LAST_FRIDAY, TODAY, level, new=True) == reason


def test_hours_are_never_waited_for() -> None:
    assert missing(TODAY, TODAY, "hour") == NO_REPORT


def test_store_that_has_released_nothing_has_no_report() -> None:
    scope = Scope(ONE, Period("custom", TODAY, TODAY), NOW)

    assert why_missing(index_with(), scope, "day") == NO_REPORT


@pytest.mark.parametrize(
    ("level", "new", "count"),
    [("day", False, 3), ("week", False, 1), ("day", True, 0), ("week", True, 0), ("hour", False, 0)],
)
def test_store_owes_what_is_over_since_its_first_release(level: Level, count: int, *, new: bool) -> None:
    index = SINCE_TODAY if new else SINCE_FRIDAY
    scope = Scope(ONE, Period("custom", date(2026, 11, 17), TODAY), NOW)

    assert owed(index, scope, level) == count
