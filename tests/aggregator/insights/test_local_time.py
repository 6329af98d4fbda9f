from datetime import UTC, date, datetime

import pytest

from aggregator.insights.local_time import (
    day_epoch,
    day_of_hour,
    hour_start,
    hours_of,
    latest_day,
    open_s_of_day,
    open_s_of_hour,
    opening,
)
from shared.epoch import first_date
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout
from tests.support.releases import layout_of

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def moved(zone: str) -> SiteLayout:
    return layout_of(0).model_copy(update={"timezone": zone})


def test_day_epoch_undoes_first_date() -> None:
    assert first_date(day_epoch(SPRING)) == SPRING


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_local_day_has_its_own_number_of_hours(day: date, hours: int) -> None:
    assert len(hours_of(day, layout_of(0))) == hours


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "Asia/Kathmandu"])
@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 6, 1)])
def test_every_hour_of_a_day_begins_on_it(zone: str, day: date) -> None:
    layout = moved(zone)

    assert {day_of_hour(epoch, layout) for epoch in hours_of(day, layout)} == {day}


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 6, 1)])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata"])
def test_open_seconds_of_the_hours_add_up_to_the_day(zone: str, day: date) -> None:
    layout = moved(zone)
    hours = range(hours_of(day, layout)[0] - 1, hours_of(day, layout)[-1] + 2)

    found = sum(open_s_of_hour(epoch, layout) for epoch in hours if day_of_hour(epoch, layout) == day)

    assert found == open_s_of_day(day, layout) == 12 * 3600


def test_doors_open_by_the_shop_s_clock() -> None:
    assert opening(date(2026, 6, 1), layout_of(0))[0] == datetime(2026, 6, 1, 6, 0, tzinfo=UTC)


def test_hours_start_where_the_epoch_says() -> None:
    assert hour_start(0) == datetime(1970, 1, 1, tzinfo=UTC)


def test_today_is_the_furthest_date_of_any_shop() -> None:
    layouts = {SiteId("a"): moved("America/New_York"), SiteId("b"): moved("Pacific/Auckland")}

    assert latest_day(datetime(2026, 6, 1, 20, tzinfo=UTC), layouts) == date(2026, 6, 2)


def test_without_shops_today_is_utc() -> None:
    assert latest_day(datetime(2026, 6, 1, 23, tzinfo=UTC), {}) == date(2026, 6, 1)
