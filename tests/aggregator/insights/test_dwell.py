import pytest

from aggregator.insights.dwell import dwell, dwell_by_zone
from aggregator.insights.period import period_of
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain

WEEK = period_of("7d", NOW.date())


def test_zones_of_one_site_go_by_name() -> None:
    rows = dwell_by_zone(index_of(), (SiteId("s01"),), WEEK)

    assert [row.name for row in rows] == ["bread", "cleaning", "entrance", "line", "milk", "promo", "tills"]


def test_zones_of_several_sites_go_by_type() -> None:
    rows = dwell_by_zone(index_of(), index_of().sites, WEEK)

    assert {row.name for row in rows} == {
        "entrance", "promotion", "grocery", "chilled", "household", "checkout", "queue"
    }  # fmt: skip


def test_all_zones_are_the_sum_of_each() -> None:
    index = index_of()

    whole, rows = dwell(index, index.sites, WEEK), dwell_by_zone(index, index.sites, WEEK)

    assert whole.stays.value == pytest.approx(sum(row.stays.value for row in rows))


def test_days_without_coverage_do_not_count() -> None:
    index = index_with(made("dwell.day.site", 20_774, (9,) * 49, coverage_s=0))

    assert dwell(index, index.sites, WEEK).days == 0


def test_zone_that_a_release_does_not_know_is_left_out() -> None:
    release = made("dwell.day.site", 20_774, (9,) * 49)
    renamed = release.model_copy(update={"cells": tuple(f"x-{cell}" for cell in release.cells)})

    assert dwell(index_with(renamed), (SiteId("s01"),), WEEK).days == 0


def test_simulated_stays_are_marked() -> None:
    chain = Chain(sites=1, simulated=False)

    assert dwell(index_of(), (SiteId("s01"),), WEEK).is_simulated
    assert not dwell(index_of(chain), (SiteId("s01"),), WEEK).is_simulated
