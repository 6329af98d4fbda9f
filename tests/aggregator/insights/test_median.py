import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.estimate import Estimate
from aggregator.insights.median import Median, median
from privacy.intervals import half_width_of_sum
from shared.metrics import DWELL_EDGES_S

VARIANCE = 75.0
WIDE = float(half_width_of_sum([VARIANCE]))


def classes(*counts: float) -> tuple[Estimate, ...]:
    return tuple(Estimate(float(count), WIDE, VARIANCE) for count in counts)


def middle(bins: tuple[Estimate, ...]) -> Median | None:
    return median(bins, DWELL_EDGES_S)


def test_median_lies_where_half_of_the_stays_are_shorter() -> None:
    found = middle(classes(100, 100, 100, 100, 0, 0, 0))

    assert found is not None
    assert found.value_s == pytest.approx(30)


def test_median_in_the_open_class_has_no_upper_end() -> None:
    found = middle(classes(10, 0, 0, 0, 0, 0, 900))

    assert found is not None
    assert found.value_s is None
    assert found.high_s is None


def test_no_median_from_noise() -> None:
    assert middle(classes(3, -4, 2, 1, 0, -2, 5)) is None


@given(st.lists(st.integers(0, 2000), min_size=7, max_size=7))
def test_median_lies_in_its_interval(counts: list[int]) -> None:
    found = middle(classes(*counts))

    if found is not None and found.value_s is not None:
        step = max(b - a for a, b in pairwise(DWELL_EDGES_S)) / 64
        assert found.low_s <= found.value_s + step
        assert found.high_s is None or found.value_s <= found.high_s + step


def test_interval_covers_the_true_median_often_enough() -> None:
    """1,000 noisy histograms; with a true coverage of 95 %, fewer than 91 % has probability < 1e-6."""
    truth = np.array([340, 220, 180, 130, 80, 35, 15])
    exact = middle(tuple(Estimate(float(n), 0.0, 0.0) for n in truth)) or middle(classes(*truth))
    assert exact is not None
    assert exact.value_s is not None
    rng = np.random.default_rng(5)

    hits = 0
    for _ in range(1000):
        found = middle(classes(*(truth + rng.normal(0, math.sqrt(VARIANCE), 7))))
        assert found is not None
        hits += found.low_s - 0.2 <= exact.value_s <= (found.high_s or math.inf) + 0.2

    assert hits >= 910
