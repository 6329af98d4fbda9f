from datetime import UTC, date, datetime
from typing import Literal

import pytest

from aggregator.insights.local_time import day_epoch, hours_of
from aggregator.insights.period import Period
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Scope, day_reading, expects_day, expects_hour, series
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain, layout_of

SITE = SiteId("s01")
DAY = date(2026, 11, 17)
WEEK = Period("7d", DAY, date(2026, 11, 23))


def whole(chain: Chain | None = None) -> tuple[Scope, Chain]:
    chain = chain or Chain()
    return Scope(index_of(chain).sites, WEEK, NOW), chain


def test_sum_over_sites_is_the_sum_of_each() -> None:
    index = index_of()

    summed = series(index, Scope(index.sites, WEEK, NOW), "day", "entries")
    each = [series(index, Scope((site,), WEEK, NOW), "day", "entries") for site in index.sites]

    for at, point in enumerate(summed):
        parts = [one[at].estimate for one in each if one[at].estimate is not None]
        assert point.estimate is not None
        assert point.estimate.value == pytest.approx(sum(part.value for part in parts if part))


def test_missing_day_of_a_site_is_a_gap_and_never_zero() -> None:
    index = index_of()

    points = series(index, Scope((SiteId("s03"),), WEEK, NOW), "day", "entries")

    gaps = [point for point in points if point.estimate is None]
    assert [point.label for point in gaps] == ["2026-11-18"]
    assert gaps[0].reason == NO_REPORT


def test_sum_with_a_site_missing_says_so() -> None:
    scope, chain = whole()

    partial = [point for point in series(index_of(chain), scope, "day", "entries") if point.is_partial]

    assert [(point.sites, point.sites_expected) for point in partial] == [(5, 6)]


def test_running_day_is_the_sum_of_its_hours_and_provisional() -> None:
    index = index_of(Chain(sites=1, noiseless=True))

    today = series(index, Scope((SITE,), WEEK, NOW), "day", "entries")[-1]
    hours = series(index, Scope((SITE,), Period("day", WEEK.last, WEEK.last), NOW), "hour", "entries")

    assert today.is_provisional
    assert today.estimate is not None
    assert today.estimate.value == sum(point.estimate.value for point in hours if point.estimate)


def test_closed_hours_and_hours_to_come_are_left_out() -> None:
    index = index_of(Chain(sites=1))

    points = series(index, Scope((SITE,), Period("day", WEEK.last, WEEK.last), NOW), "hour", "entries")

    assert [point.label[-5:] for point in points] == [f"{hour:02}:00" for hour in range(8, 15)]


def test_days_before_the_first_release_are_left_out() -> None:
    index = index_of(Chain(sites=1, days=2))

    points = series(index, Scope((SITE,), WEEK, NOW), "day", "entries")

    assert [point.label for point in points] == ["2026-11-22", "2026-11-23"]


def test_mean_inside_is_person_seconds_over_measured_seconds() -> None:
    layout = layout_of(0)
    hour = hours_of(DAY, layout)[10]
    index = index_with(made("occupancy.hour.site", hour, (120,), coverage_s=3600))

    found = series(index, Scope((SITE,), Period("day", DAY, DAY), NOW), "hour", "occupancy")

    inside = [point.estimate.value for point in found if point.estimate]
    assert inside == [120 * 60 / 3600]


def test_own_release_of_a_day_beats_its_hours() -> None:
    hour = hours_of(DAY, layout_of(0))[10]
    index = index_with(
        made("footfall.day.site", day_epoch(DAY), (50, 50)), made("footfall.hour.site", hour, (7, 7))
    )

    found = day_reading(index, SITE, DAY, "entries", NOW)

    assert found.estimate is not None
    assert found.estimate.value == 50
    assert not found.is_provisional


def test_series_of_no_site_is_empty() -> None:
    assert series(index_with(), Scope((), WEEK, NOW), "day", "entries") == ()


def test_nothing_is_expected_of_a_site_without_releases() -> None:
    index = index_with()

    assert not expects_day(index, SITE, DAY, NOW)
    assert not expects_hour(index, SITE, hours_of(DAY, layout_of(0))[10], NOW)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 12), (date(2026, 10, 25), 12)])
def test_clock_change_days_have_all_their_open_hours(day: date, hours: int) -> None:
    layout = layout_of(0)
    index = index_with(made("footfall.hour.site", hours_of(day, layout)[10], (5, 5)))

    found = series(
        index, Scope((SITE,), Period("day", day, day), datetime(2026, 11, 1, tzinfo=UTC)), "hour", "entries"
    )

    assert len(found) == hours
    assert len({point.label for point in found}) == hours


def test_one_store_has_its_hours_and_days_reconciled() -> None:
    index = index_of(Chain(sites=1))

    points = series(index, Scope((SITE,), WEEK, NOW), "day", "entries")
    closed = [point for point in points if not point.is_provisional]

    assert closed
    for point in closed:
        assert point.reconciled is not None
        assert point.estimate is not None
        assert point.reconciled.variance < point.estimate.variance
        assert not point.is_reconciled_provisional


def test_reconciled_hours_add_up_to_the_reconciled_day() -> None:
    index = index_of(Chain(sites=1))
    scope = Scope((SITE,), Period("day", DAY, DAY), NOW)

    [day] = series(index, scope, "day", "entries")
    hours = series(index, scope, "hour", "entries")

    assert day.reconciled is not None
    assert sum(hour.reconciled.value for hour in hours if hour.reconciled) == pytest.approx(
        day.reconciled.value
    )


@pytest.mark.parametrize("measure", ["occupancy", "queue"])
def test_what_was_released_by_the_hour_alone_is_not_reconciled(
    measure: Literal["occupancy", "queue"],
) -> None:
    index = index_of(Chain(sites=1))

    points = series(index, Scope((SITE,), WEEK, NOW), "hour", measure)

    assert points
    assert not any(point.reconciled for point in points)


def test_several_stores_are_not_reconciled() -> None:
    scope, chain = whole()

    assert not any(point.reconciled for point in series(index_of(chain), scope, "day", "entries"))
