from datetime import date

from aggregator.insights.index import Index
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import Chain, published

DAY = 20_774  # 2026-11-17
HOUR = 494_656  # 2026-06-06 in UTC hours, well before


def test_sites_stand_in_the_order_of_their_names() -> None:
    index = index_of()

    assert [index.layouts[site].site_name for site in index.sites] == sorted(
        layout.site_name for layout in index.layouts.values()
    )


def test_later_release_of_an_epoch_stands_in_for_the_earlier() -> None:
    index = index_with(made("footfall.day.site", DAY, (1, 1)), made("footfall.day.site", DAY, (7, 7)))

    assert index.shelf("footfall", "day", "s01")[DAY].values == (7, 7)


def test_missing_shelf_is_empty() -> None:
    assert index_with().shelf("footfall", "day", "s01") == {}


def test_first_day_is_that_of_the_oldest_hour_or_day() -> None:
    index = index_with(made("footfall.day.site", DAY, (1, 1)), made("footfall.hour.site", HOUR, (1, 1)))

    assert index.first_days[SiteId("s01")] == date(2026, 6, 6)


def test_weeks_do_not_say_when_measuring_began() -> None:
    index = index_with(made("heatmap.week.site", DAY, (0,) * 60))

    assert index.first_days == {}


def test_span_covers_whole_weeks() -> None:
    index = index_with(
        made("heatmap.week.site", DAY - 1, (0,) * 60), made("footfall.hour.site", HOUR, (1, 1))
    )

    assert index.span() == (date(2026, 6, 6), date(2026, 11, 22))


def test_empty_index_spans_nothing() -> None:
    assert index_with().span() is None


def test_cohorts_are_found_by_metric_and_level() -> None:
    index = index_of(Chain(packs=("zones-by-cohort",)))

    assert [scope for scope, _ in index.cohorts("zone_visits", "day")] == ["cohort-1"]
    assert index.has_lane("zone_visits", "cohort")
    assert not index.has_lane("footfall", "cohort")


def test_levels_are_those_with_a_release() -> None:
    index = index_with(made("footfall.day.site", 20_774, (4, 4)))

    assert index.levels("footfall", "site") == {"day"}
    assert index.levels("footfall", "cohort") == frozenset()


def test_part_of_the_sites_knows_nothing_of_the_others() -> None:
    held = published(Chain(sites=6, days=14, packs=("zones-by-cohort",)))
    mine = frozenset(list(held.layouts())[:2])

    index = Index.build(held.releases(), held.layouts(), mine)

    assert set(index.sites) == mine
    assert {scope for _, _, lane, scope in index.shelves if lane == "site"} == mine


def test_sums_over_all_sites_are_not_for_whom_sees_a_part() -> None:
    held = published(Chain(sites=6, days=14, packs=("zones-by-cohort",)))
    every = frozenset(held.layouts())

    whole, part = (Index.build(held.releases(), held.layouts(), sites) for sites in (None, every))

    assert whole.cohorts("zone_visits", "day")
    assert part.cohorts("zone_visits", "day") == ()
    assert part.has_lane("zone_visits", "cohort")
