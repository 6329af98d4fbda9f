import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.estimate import Estimate
from aggregator.insights.ratio import Ratio, ratio
from privacy.intervals import half_width_of_sum

TRIALS = 2000
FEWEST = 1849
"""With a true coverage of 95 %, fewer of 2,000 hold with probability < 1e-6 (binomial)."""


def estimate(value: float, variance: float = 50.0) -> Estimate:
    return Estimate(value, float(half_width_of_sum([variance])), variance)


def test_ends_are_where_the_noise_explains_the_difference() -> None:
    """The definition of the interval, checked at both ends with a quantile of its own."""
    top, bottom, shared = estimate(300, 40.0), estimate(500, 90.0), 40.0

    found = ratio(top, bottom, shared)

    assert found is not None
    least = math.sqrt(40.0 - shared**2 / 90.0)
    for end in (found.low, found.high):
        sigma = math.sqrt(40.0 - 2 * end * shared + end**2 * 90.0)
        assert abs(300 - end * 500) == pytest.approx((1.959964 + 0.5 / least) * sigma, rel=1e-6)


@pytest.mark.parametrize("value", [0.0, -40.0, 10.0], ids=["zero", "negative", "inside its noise"])
def test_any_ratio_fits_a_bottom_inside_its_noise(value: float) -> None:
    assert ratio(estimate(30), estimate(value)) is None


def test_ratio_may_exceed_one() -> None:
    found = ratio(estimate(900), estimate(600))

    assert found is not None
    assert 1 < found.low < found.value == 1.5 < found.high


@given(st.integers(-200, 3000), st.integers(60, 3000), st.integers(9, 200), st.integers(9, 200))
def test_ratio_lies_in_its_interval(top: int, bottom: int, above: int, below: int) -> None:
    found = ratio(estimate(top, above), estimate(bottom, below))

    if found is not None:
        assert found.low <= found.value <= found.high
        assert found.may_be_zero == (found.low <= 0)


def test_share_is_narrower_than_the_ratio_of_strangers() -> None:
    top, bottom = estimate(300, 40.0), estimate(500, 90.0)

    share, strangers = ratio(top, bottom, 40.0), ratio(top, bottom)

    assert share is not None
    assert strangers is not None
    assert share.high - share.low < strangers.high - strangers.low


@pytest.mark.parametrize(
    ("inside", "outside", "sigma"),
    [(300, 200, 4.0), (20, 400, 4.0), (60, 90, 14.0), (1200, 10, 1.5)],
    ids=["half and half", "few", "noisy", "nearly all"],
)
def test_share_is_covered_often_enough(inside: int, outside: int, sigma: float) -> None:
    rng = np.random.default_rng(7)
    noise = np.rint(rng.normal(0, sigma, (TRIALS, 2)))

    hits = 0
    for more, less in noise:
        top = estimate(inside + more, sigma**2)
        bottom = estimate(inside + more + outside + less, 2 * sigma**2)
        found = ratio(top, bottom, sigma**2)
        hits += found is None or found.low <= inside / (inside + outside) <= found.high

    assert hits >= FEWEST


@pytest.mark.parametrize(("top", "bottom"), [(90, 60), (5, 400)], ids=["above one", "near zero"])
def test_ratio_of_strangers_is_covered_often_enough(top: int, bottom: int) -> None:
    rng = np.random.default_rng(8)
    noise = np.rint(rng.normal(0, 7.0, (TRIALS, 2)))

    found = [ratio(estimate(top + more, 49.0), estimate(bottom + less, 49.0)) for more, less in noise]

    hits = sum(one is None or one.low <= top / bottom <= one.high for one in found)
    assert hits >= FEWEST


def test_noise_that_is_all_the_bottom_s_is_refused() -> None:
    same = estimate(40, 9.0)

    with pytest.raises(ValueError, match="not all the bottom's"):
        ratio(same, same, 9.0)


def test_ratio_of_counts_may_be_zero_where_its_interval_reaches_it_or_lies_below() -> None:
    assert Ratio(0.1, -0.1, 0.3).may_be_zero
    assert Ratio(-0.2, -0.3, -0.1).may_be_zero
    assert not Ratio(0.1, 0.05, 0.15).may_be_zero
