"""Hours and their day are made to add up where they speak of the same time, and nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from aggregator.insights.index import Index
from aggregator.insights.local_time import day_epoch, hours_of
from aggregator.insights.reading import walked_in
from aggregator.insights.reconciled import DayInHours, reconciled
from shared.ids import SiteId
from shared.schemas.release import Release
from tests.support.hq_world import index_with, made
from tests.support.releases import NOW, layout_of

SITE = SiteId("s01")
DAY = date(2026, 11, 20)
LAYOUT = layout_of(0)
HOURS = list(hours_of(DAY, LAYOUT))[8:11]
VALUES = (30, 50, 40)


def hour(at: int, value: int | None = None, *, coverage_s: int = 3600) -> Release:
    entries = VALUES[at] if value is None else value
    return made("footfall.hour.site", HOURS[at], (entries, 0), coverage_s=coverage_s)


def whole_day(value: int = 150, *, coverage_s: int = 3 * 3600) -> Release:
    return made("footfall.day.site", day_epoch(DAY), (value, 0), coverage_s=coverage_s)


def together(*releases: Release, now: datetime = NOW, day: date = DAY) -> DayInHours | None:
    index: Index = index_with(*releases)
    return reconciled(index, SITE, day, "footfall", walked_in, now)


def test_the_hours_add_up_to_the_day() -> None:
    found = together(whole_day(), hour(0), hour(1), hour(2))

    assert found is not None
    assert sum(one.value for one in found.hours.values()) == pytest.approx(found.day.value)
    assert 120 < found.day.value < 150


def test_each_look_weighs_what_it_is_sure_of() -> None:
    """Three hours of variance 10 against a day of variance 50."""
    found = together(whole_day(), hour(0), hour(1), hour(2))

    assert found is not None
    assert found.day.value == pytest.approx((120 / 30 + 150 / 50) / (1 / 30 + 1 / 50))
    assert found.day.variance == pytest.approx(1 / (1 / 30 + 1 / 50))
    assert found.hours[HOURS[0]].value == pytest.approx(30 + 10 / 80 * 30)
    assert found.hours[HOURS[0]].variance == pytest.approx(10 - 100 / 80)


def test_releases_stand_as_they_were() -> None:
    releases = (whole_day(), hour(0), hour(1), hour(2))
    before = [release.model_dump_json() for release in releases]

    together(*releases)

    assert [release.model_dump_json() for release in releases] == before


def test_an_hour_that_measured_nothing_counts_nobody() -> None:
    """Its noisy cells hold noise alone, and its time, which has none, says so."""
    found = together(whole_day(), hour(0), hour(1), hour(2))
    other = together(whole_day(), hour(0), hour(1), hour(2), _idle(HOURS[2] + 1))

    assert other == found


def _idle(epoch: int) -> Release:
    return made("footfall.hour.site", epoch, (7, 7), coverage_s=0)


def _under_another_policy(release: Release) -> Release:
    return release.model_copy(update={"policy_hash": "1" * 64})


def _on_another_floor(release: Release) -> Release:
    return release.model_copy(update={"layout_hash": "1" * 64})


CANNOT: dict[str, tuple[Release, ...]] = {
    "no day": (hour(0), hour(1), hour(2)),
    "an hour is missing": (whole_day(), hour(0), hour(1)),
    "an hour was measured for less long": (whole_day(), hour(0), hour(1), hour(2, coverage_s=3000)),
    "the day was measured for less long": (whole_day(coverage_s=9000), hour(0), hour(1), hour(2)),
    "another policy": (whole_day(), hour(0), hour(1), _under_another_policy(hour(2))),
    "another floor": (whole_day(), hour(0), hour(1), _on_another_floor(hour(2))),
    "nothing measured": (whole_day(coverage_s=0), hour(0, coverage_s=0)),
    "withheld": (made("footfall.day.site", day_epoch(DAY), (), suppressed="why", coverage_s=0),),
}


@pytest.mark.parametrize("releases", CANNOT.values(), ids=CANNOT.keys())
def test_what_does_not_speak_of_the_same_time_is_left_alone(releases: tuple[Release, ...]) -> None:
    assert together(*releases) is None


def test_days_that_no_hours_add_up_to_are_left_alone() -> None:
    """In a zone of half hours an hour of the clock lies in two days."""
    zone = LAYOUT.model_copy(update={"timezone": "Asia/Kolkata"})
    hours = [
        made("footfall.hour.site", epoch, (5, 0), layout=zone) for epoch in list(hours_of(DAY, zone))[8:11]
    ]
    day = made("footfall.day.site", day_epoch(DAY), (15, 0), layout=zone, coverage_s=3 * 3600)
    index = Index.build([day, *hours], {SITE: zone})

    assert reconciled(index, SITE, DAY, "footfall", walked_in, NOW) is None


def test_floors_without_the_door_are_left_alone() -> None:
    index = index_with(whole_day(), hour(0), hour(1), hour(2))

    assert reconciled(index, SITE, DAY, "footfall", lambda _: False, NOW) is None


_closed_early: Callable[[Release], Release] = partial(Release.model_copy, update={"provisional": True})

PROVISIONAL: dict[str, tuple[tuple[Release, ...], datetime]] = {
    "the day runs": ((whole_day(), hour(0), hour(1), hour(2)), datetime(2026, 11, 20, 12, tzinfo=UTC)),
    "the day was closed early": ((_closed_early(whole_day()), hour(0), hour(1), hour(2)), NOW),
    "an hour was closed early": ((whole_day(), hour(0), hour(1), _closed_early(hour(2))), NOW),
}


@pytest.mark.parametrize(("releases", "now"), PROVISIONAL.values(), ids=PROVISIONAL.keys())
def test_it_is_provisional_until_the_day_has_closed(releases: tuple[Release, ...], now: datetime) -> None:
    found = together(*releases, now=now)

    assert found is not None
    assert found.is_provisional


def test_a_closed_day_is_final() -> None:
    found = together(whole_day(), hour(0), hour(1), hour(2), now=NOW + timedelta(days=1))

    assert found is not None
    assert not found.is_provisional
    assert replace(found, is_provisional=True) != found
