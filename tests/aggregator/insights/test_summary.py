import pytest

from aggregator.insights.period import compared_with, period_of
from aggregator.insights.summary import summary
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with
from tests.support.releases import NOW, Chain

WEEK = period_of("7d", NOW.date())
BEFORE = compared_with(WEEK, "previous", "weekday")


def test_entries_are_the_sum_of_the_stores() -> None:
    index = index_of()

    found = summary(index, index.sites, WEEK, BEFORE, NOW)

    assert found.entries.estimate is not None
    assert found.entries.estimate.value == pytest.approx(
        sum(row.entries.estimate.value for row in found.stores if row.entries.estimate)
    )


def test_week_with_today_is_provisional_and_simulated() -> None:
    found = summary(index_of(), index_of().sites, WEEK, BEFORE, NOW)

    assert found.is_provisional
    assert found.is_simulated


def test_people_inside_are_near_the_truth() -> None:
    """The chain's shops have 7.5 minutes a visitor: entries · 450 s ÷ open seconds, within noise."""
    index = index_of(Chain(sites=1, noiseless=True))

    found = summary(index, (SiteId("s01"),), WEEK, None, NOW)

    assert found.inside is not None
    assert found.entries.estimate is not None
    expected = found.entries.estimate.value * 450 / found.occupancy.coverage_s
    assert found.inside.value == pytest.approx(expected, rel=0.1)


def test_nothing_published_is_no_number_anywhere() -> None:
    index = index_with()

    found = summary(index, index.sites, WEEK, BEFORE, NOW)

    assert found.entries.estimate is None
    assert found.inside is None
    assert found.dwell.median is None
    assert found.busiest == ()
    assert found.coverage is None
