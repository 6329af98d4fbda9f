from datetime import date

import pytest

from aggregator.insights.due import DAY_RUNS, WEEK_RUNS
from aggregator.insights.gathered import (
    ONLY_SUMS,
    gather,
    in_rows,
    missing,
    sums,
)
from aggregator.insights.index import Index
from aggregator.insights.period import Period, period_of
from aggregator.insights.places import queues, zones
from aggregator.insights.reading import NO_REPORT, NOT_MEASURED, NOT_ON_PLAN
from aggregator.insights.series import Scope
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain

WEEK = period_of("7d", NOW.date())
ONE = (SiteId("s01"),)
DAY = 20_774  # Tuesday, 17 November
MONDAY = 20_773
COHORT = Chain(packs=("zones-by-cohort",))


def scope(*days: date, sites: tuple[SiteId, ...] = ONE) -> Scope:
    return Scope(sites, Period("custom", days[0], days[-1]) if days else WEEK, NOW)


def test_sum_of_cells_is_in_base_units() -> None:
    index = index_with(
        made("queue_length.hour.site", DAY * 24 + 9, (6,)),
        made("queue_length.hour.site", DAY * 24 + 10, (-2,)),
    )
    gathered = gather(index, scope(), "queue_length")

    found = sums(gathered, in_rows(gathered, queues(index, ONE)))

    count = found["line", ""]
    assert count.reading.estimate is not None
    assert count.reading.estimate.value == (6 - 2) * 20
    assert (count.epochs, count.sites, count.reading.coverage_s) == (2, 1, 7200)


def test_negative_cells_stay_negative() -> None:
    index = index_with(made("zone_visits.day.site", DAY, (-5,) * 7))
    gathered = gather(index, scope(), "zone_visits")

    found = sums(gathered, in_rows(gathered, zones(index, ONE)))

    assert all(count.reading.estimate and count.reading.estimate.value == -5 for count in found.values())


def test_week_is_taken_where_its_days_touch_the_period() -> None:
    index = index_with(
        made("returns.week.site", MONDAY, (3,) * 7), made("returns.week.site", MONDAY - 7, (3,) * 7)
    )

    found = gather(index, scope(date(2026, 11, 18)), "returns")

    assert found.first_dates == (date(2026, 11, 16),)


@pytest.mark.parametrize(
    ("coverage_s", "suppressed", "reason"),
    [(0, "", NOT_MEASURED), (9, "fewer than 5 sites", "fewer than 5 sites")],
    ids=["paused", "withheld"],
)
def test_release_without_a_number_gives_its_reason(coverage_s: int, suppressed: str, reason: str) -> None:
    release = made("returns.week.site", MONDAY, (3,) * 7, coverage_s=coverage_s, suppressed=suppressed)

    found = gather(index_with(release), scope(), "returns")

    assert (found.releases, found.reason) == ((), reason)
    assert found.withheld == bool(suppressed)


def test_running_week_is_told_from_a_missing_one() -> None:
    index = index_with(
        made("returns.week.site", MONDAY - 7, (3,) * 7), made("footfall.day.site", DAY, (4, 4))
    )

    assert gather(index, scope(date(2026, 11, 23)), "returns").reason == WEEK_RUNS
    assert gather(index, scope(date(2026, 11, 16)), "returns").reason == NO_REPORT


def test_level_is_waited_for_that_the_metric_usually_has() -> None:
    index = index_with(made("footfall.day.site", DAY + 6, (4, 4)))
    today = scope(date(2026, 11, 23))

    assert gather(index, today, "returns", usual="week").reason == WEEK_RUNS
    assert gather(index, today, "funnel").reason == DAY_RUNS


def test_nothing_released_is_no_report() -> None:
    assert gather(index_with(), scope(), "returns").reason == NO_REPORT


def test_choice_of_stores_has_no_number_in_the_cohort_lane() -> None:
    assert gather(index_of(COHORT), scope(), "zone_visits").reason == ONLY_SUMS


def test_cohort_sum_has_the_smallest_batch() -> None:
    index = index_of(COHORT)

    found = gather(index, scope(sites=index.sites), "zone_visits")

    assert (found.lane, found.sites, found.withheld) == ("cohort", 6, 1)


def test_cohort_cells_are_rows_by_themselves() -> None:
    index = index_of(COHORT)
    gathered = gather(index, scope(sites=index.sites), "zone_visits")

    assert ("chilled", "") in sums(gathered, in_rows(gathered, {}))


def test_part_that_was_not_drawn_then_says_so() -> None:
    index = index_with(made("zone_visits.day.site", DAY, (5,) * 7))

    assert missing(gather(index, scope(), "zone_visits")).reading.reason == NOT_ON_PLAN


def test_marks_are_those_of_the_releases() -> None:
    early = made("zone_visits.day.site", DAY, (5,) * 7, provisional=True)

    found = gather(index_with(early), scope(), "zone_visits")

    assert (found.is_provisional, found.is_simulated) == (True, True)


def test_store_that_is_unknown_by_now_has_no_row() -> None:
    release = made("zone_visits.day.site", DAY, (5,) * 7)
    index = Index.build([release], {SiteId("s01"): index_with().layouts[SiteId("s01")]})
    gathered = gather(index, scope(), "zone_visits")

    assert sums(gathered, in_rows(gathered, {})) == {}


def test_day_that_a_store_lost_is_a_gap() -> None:
    index = index_of()

    found = gather(index, scope(sites=index.sites), "funnel")

    assert (found.due, found.gaps) == (36, 1)


def test_number_of_a_day_that_still_runs_hides_no_gap() -> None:
    early = made("funnel.day.site", DAY + 6, (9,) * 5, provisional=True)
    index = index_with(made("funnel.day.site", DAY + 4, (9,) * 5), early)

    found = gather(index, scope(), "funnel")

    assert (len(found.releases), found.due, found.gaps) == (2, 2, 1)


def test_sum_over_stores_misses_no_store_day() -> None:
    index = index_of(COHORT)

    assert gather(index, scope(sites=index.sites), "zone_visits").gaps == 0
