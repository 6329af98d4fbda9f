from aggregator.insights.alongside import alongside
from aggregator.insights.gathered import gather
from aggregator.insights.period import Period, period_of
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from shared.schemas.release import Release
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain

MONDAY = 20_773
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)
WEEK = made("returns.week.site", MONDAY, (3,) * 7, coverage_s=7 * 1000)


def days(*at: int, coverage_s: int = 1000) -> list[Release]:
    return [made("zone_visits.day.site", MONDAY + one, (9,) * 7, coverage_s=coverage_s) for one in at]


def test_week_stands_beside_its_seven_days() -> None:
    index = index_with(WEEK, *days(*range(-1, 9)))

    both = alongside(index, SCOPE, gather(index, SCOPE, "returns"), "zone_visits")

    assert both is not None
    assert [release.epoch - MONDAY for release in both[1].releases] == list(range(7))


def test_week_with_a_day_missing_stands_beside_nothing() -> None:
    index = index_with(WEEK, *days(0, 1, 2, 4, 5, 6))

    assert alongside(index, SCOPE, gather(index, SCOPE, "returns"), "zone_visits") is None


def test_store_that_lost_a_day_is_left_out_on_both_sides() -> None:
    index = index_of()
    scope = Scope(index.sites, Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)

    both = alongside(index, scope, gather(index, scope, "returns"), "zone_visits")

    assert both is not None
    assert [{release.scope for release in one.releases} for one in both] == [
        {"s01", "s02", "s04", "s05", "s06"}
    ] * 2


def test_sums_over_stores_cannot_be_narrowed() -> None:
    index = index_of(Chain(packs=("zones-by-cohort",)))
    scope = Scope(index.sites, period_of("7d", NOW.date()), NOW)

    assert alongside(index, scope, gather(index, scope, "zone_visits"), "footfall") is None
    assert alongside(index, scope, gather(index, scope, "returns"), "zone_visits") is None


def test_nothing_gathered_has_nothing_beside_it() -> None:
    index = index_with()

    assert alongside(index, SCOPE, gather(index, SCOPE, "returns"), "zone_visits") is None
