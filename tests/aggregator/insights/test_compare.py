from datetime import date

import pytest

from aggregator.insights.compare import change, leaders, stores, sum_of
from aggregator.insights.local_time import day_epoch
from aggregator.insights.period import Period, compared_with, period_of
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, layout_of

SITE = SiteId("s01")
WEEK = period_of("7d", NOW.date())
BEFORE = compared_with(WEEK, "previous", "weekday")
DAY = Period("day", date(2026, 11, 17), date(2026, 11, 17))
EARLIER = Period("day", date(2026, 11, 10), date(2026, 11, 10))


def day(entries: int, back: int = 0, site: str = "s01", **more: bool) -> object:
    at = int(site[1:]) - 1
    return made(
        "footfall.day.site",
        day_epoch(DAY.first) - back,
        (entries, 0),
        scope=site,
        layout=layout_of(at),
        **more,
    )


def test_busiest_store_comes_first() -> None:
    rows = stores(index_of(), index_of().sites, WEEK, BEFORE, NOW)

    means = [row.per_day.value for row in rows if row.per_day]
    assert means == sorted(means, reverse=True)


def test_mean_a_day_leaves_the_running_day_out() -> None:
    index = index_of()

    row = next(row for row in stores(index, (SITE,), WEEK, None, NOW))

    complete = Period("custom", WEEK.first, date(2026, 11, 22))
    whole = stores(index, (SITE,), complete, None, NOW)[0]
    assert row.per_day is not None
    assert whole.entries.estimate is not None
    assert row.per_day.value == pytest.approx(whole.entries.estimate.value / 6)


def test_mean_of_a_running_day_alone_is_provisional() -> None:
    index = index_of()
    today = Period("day", NOW.date(), NOW.date())

    assert [stores(index, (SITE,), period, None, NOW)[0].is_provisional for period in (today, WEEK)] == [
        True,
        False,
    ]


def test_change_pairs_complete_days_only() -> None:
    index = index_of()
    assert BEFORE is not None

    found = change(index, index.sites, "entries", (WEEK, BEFORE), NOW)

    assert found is not None
    assert found.pairs == 6 * 6 - 1


def test_change_is_exact_on_one_pair() -> None:
    index = index_with(day(300), day(200, back=7))

    found = change(index, (SITE,), "entries", (DAY, EARLIER), NOW)

    assert found is not None
    assert found.absolute.value == 100
    assert found.share is not None
    assert found.share.value == pytest.approx(0.5)
    assert not found.is_inside_noise


def test_small_change_is_within_the_noise() -> None:
    index = index_with(day(205), day(200, back=7))

    found = change(index, (SITE,), "entries", (DAY, EARLIER), NOW)

    assert found is not None
    assert found.is_inside_noise


def test_provisional_days_are_not_compared() -> None:
    index = index_with(day(300, provisional=True), day(200, back=7))

    assert change(index, (SITE,), "entries", (DAY, EARLIER), NOW) is None


def test_people_inside_are_compared_as_means() -> None:
    index = index_of()
    assert BEFORE is not None

    found = change(index, index.sites, "occupancy", (WEEK, BEFORE), NOW)

    assert found is not None
    assert abs(found.absolute.value) < 5


def test_stores_that_noise_does_not_tell_apart_share_the_lead() -> None:
    index = index_with(day(200), day(203, site="s02"), day(20, site="s03"), sites=3)

    rows = stores(index, index.sites, DAY, None, NOW)

    assert {row.site for row in leaders(rows)} == {"s01", "s02"}


def test_store_without_a_number_comes_last_and_leads_nothing() -> None:
    index = index_with(day(200), sites=2)

    rows = stores(index, index.sites, DAY, None, NOW)

    assert rows[-1].per_day is None
    assert [row.site for row in leaders(rows)] == ["s01"]
    assert leaders(rows[1:]) == ()


def test_total_leaves_missing_stores_out() -> None:
    index = index_with(day(200), sites=2)

    found = sum_of(stores(index, index.sites, DAY, None, NOW))

    assert found is not None
    assert found.value == 200
    assert sum_of(()) is None
