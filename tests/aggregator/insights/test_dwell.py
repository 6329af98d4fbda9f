import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.dwell import dwell, dwell_by_zone, median
from aggregator.insights.estimate import Estimate
from aggregator.insights.period import period_of
from privacy.intervals import half_width_of_sum
from shared.ids import SiteId
from shared.metrics import DWELL_EDGES_S
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain

WEEK = period_of("7d", NOW.date())
VARIANCE = 75.0
WIDE = float(half_width_of_sum([VARIANCE]))


def classes(*counts: float) -> tuple[Estimate, ...]:
    return tuple(Estimate(float(count), WIDE, VARIANCE) for count in counts)


def test_median_lies_where_half_of_the_stays_are_shorter() -> None:
    found = median(classes(100, 100, 100, 100, 0, 0, 0))

    assert found is not None
    assert found.value_s == pytest.approx(30)


def test_median_in_the_open_class_has_no_upper_end() -> None:
    found = median(classes(10, 0, 0, 0, 0, 0, 900))

    assert found is not None
    assert found.value_s is None
    assert found.high_s is None


def test_no_median_from_noise() -> None:
    assert median(classes(3, -4, 2, 1, 0, -2, 5)) is None


@given(st.lists(st.integers(0, 2000), min_size=7, max_size=7))
def test_median_lies_in_its_interval(counts: list[int]) -> None:
    found = median(classes(*counts))

    if found is not None and found.value_s is not None:
        step = max(b - a for a, b in pairwise(DWELL_EDGES_S)) / 64
        assert found.low_s <= found.value_s + step
        assert found.high_s is None or found.value_s <= found.high_s + step


def test_interval_covers_the_true_median_often_enough() -> None:
    """1,000 noisy histograms; with a true coverage of 95 %, fewer than 91 % has probability < 1e-6."""
    truth = np.array([340, 220, 180, 130, 80, 35, 15])
    exact = median(tuple(Estimate(float(n), 0.0, 0.0) for n in truth)) or median(classes(*truth))
    assert exact is not None
    assert exact.value_s is not None
    rng = np.random.default_rng(5)

    hits = 0
    for _ in range(1000):
        found = median(classes(*(truth + rng.normal(0, math.sqrt(VARIANCE), 7))))
        assert found is not None
        hits += found.low_s - 0.2 <= exact.value_s <= (found.high_s or math.inf) + 0.2

    assert hits >= 910


def test_zones_of_one_site_go_by_name() -> None:
    rows = dwell_by_zone(index_of(), (SiteId("s01"),), WEEK)

    assert [row.name for row in rows] == ["bread", "cleaning", "entrance", "milk", "promo", "tills"]


def test_zones_of_several_sites_go_by_type() -> None:
    rows = dwell_by_zone(index_of(), index_of().sites, WEEK)

    assert {row.name for row in rows} == {
        "entrance", "promotion", "grocery", "chilled", "household", "checkout"
    }  # fmt: skip


def test_all_zones_are_the_sum_of_each() -> None:
    index = index_of()

    whole, rows = dwell(index, index.sites, WEEK), dwell_by_zone(index, index.sites, WEEK)

    assert whole.stays.value == pytest.approx(sum(row.stays.value for row in rows))


def test_days_without_coverage_do_not_count() -> None:
    index = index_with(made("dwell.day.site", 20_774, (9,) * 42, coverage_s=0))

    assert dwell(index, index.sites, WEEK).days == 0


def test_zone_that_a_release_does_not_know_is_left_out() -> None:
    release = made("dwell.day.site", 20_774, (9,) * 42)
    renamed = release.model_copy(update={"cells": tuple(f"x-{cell}" for cell in release.cells)})

    assert dwell(index_with(renamed), (SiteId("s01"),), WEEK).days == 0


def test_simulated_stays_are_marked() -> None:
    chain = Chain(sites=1, simulated=False)

    assert dwell(index_of(), (SiteId("s01"),), WEEK).is_simulated
    assert not dwell(index_of(chain), (SiteId("s01"),), WEEK).is_simulated
