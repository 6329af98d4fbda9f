import pytest

from aggregator.insights.gathered import ONLY_SUMS
from aggregator.insights.period import period_of
from aggregator.insights.series import Scope
from aggregator.insights.zones import zone_visits
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with
from tests.support.releases import NOW, Chain

WEEK = period_of("7d", NOW.date())
COHORT = Chain(packs=("zones-by-cohort",))
SMALL = Chain(sites=4, packs=("zones-by-cohort",))


def test_most_visited_zone_comes_first() -> None:
    rows = zone_visits(index_of(), Scope((SiteId("s01"),), WEEK, NOW))

    values = [row.reading.estimate.value for row in rows if row.reading.estimate]
    assert values == sorted(values, reverse=True)
    assert rows[0].name == "entrance"


def test_several_sites_go_by_type_and_say_how_many() -> None:
    rows = zone_visits(index_of(), Scope(index_of().sites, WEEK, NOW))

    assert {row.name for row in rows} >= {"grocery", "chilled"}
    assert all(row.sites == 6 for row in rows)


def test_sum_over_sites_is_the_sum_of_each() -> None:
    index = index_of()

    whole = {row.name: row.reading.estimate for row in zone_visits(index, Scope(index.sites, WEEK, NOW))}
    each = [
        row
        for site in index.sites
        for row in zone_visits(index, Scope((site,), WEEK, NOW))
        if row.name == "milk"
    ]

    chilled = whole["chilled"]
    assert chilled is not None
    assert chilled.value == pytest.approx(
        sum(row.reading.estimate.value for row in each if row.reading.estimate)
    )


def test_cohort_sum_counts_its_withheld_days() -> None:
    index = index_of(COHORT)

    rows = zone_visits(index, Scope(index.sites, WEEK, NOW))

    assert all(row.lane == "cohort" and row.sites == 6 and row.suppressed_days == 1 for row in rows)


def test_too_few_sites_are_withheld_with_the_reason_and_never_a_number() -> None:
    index = index_of(SMALL)

    rows = zone_visits(index, Scope(index.sites, WEEK, NOW))

    assert {row.reading.reason for row in rows} == {"fewer than 5 sites"}
    assert all(row.reading.estimate is None for row in rows)


def test_one_store_has_no_number_in_the_cohort_lane() -> None:
    rows = zone_visits(index_of(COHORT), Scope((SiteId("s01"),), WEEK, NOW))

    assert {row.reading.reason for row in rows} == {ONLY_SUMS}


def test_no_sites_no_rows() -> None:
    assert zone_visits(index_with(), Scope((), WEEK, NOW)) == ()
