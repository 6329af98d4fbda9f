"""Half-widths are the smallest that hold, checked against sums over the distribution itself."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.intervals import (
    convolution_slack,
    half_width,
    half_width_of_sum,
    simultaneous_half_width,
)

variances = st.fractions(min_value=Fraction(1, 10), max_value=400, max_denominator=20)


def _tail(variance: Fraction, h: int) -> float:
    """P(|X| > h) for one discrete Gaussian, summed term by term."""
    weights = {k: math.exp(-k * k / (2 * float(variance))) for k in range(1200)}
    total = 2 * math.fsum(weights.values()) - weights[0]
    return 2 * math.fsum(w for k, w in weights.items() if k > h) / total


def _tail_of_two(variance: Fraction, h: int) -> float:
    """P(|X + Y| > h) for two, by adding over every pair."""
    reach = range(-60, 61)
    weights = {k: math.exp(-k * k / (2 * float(variance))) for k in reach}
    total = math.fsum(weights.values()) ** 2
    return math.fsum(weights[x] * weights[y] for x in reach for y in reach if abs(x + y) > h) / total


@given(variances)
def test_half_width_is_the_smallest_that_covers(variance: Fraction) -> None:
    h = half_width(variance)

    assert _tail(variance, h) <= 0.05
    assert h == 0 or _tail(variance, h - 1) > 0.05 - 1e-9


@settings(max_examples=15, deadline=None)
@given(st.fractions(min_value=Fraction(1, 10), max_value=16, max_denominator=10))
def test_half_width_of_two_draws_is_the_smallest_that_covers(variance: Fraction) -> None:
    h = half_width(variance, 2)

    assert _tail_of_two(variance, h) <= 0.05
    assert h == 0 or _tail_of_two(variance, h - 1) > 0.05 - 1e-9


def test_default_footfall_hour_is_within_six() -> None:
    assert half_width(Fraction(10)) == 6


@given(variances, st.integers(1, 100))
def test_map_is_covered_everywhere_at_once(variance: Fraction, cells: int) -> None:
    h = simultaneous_half_width(variance, cells)

    assert (1 - _tail(variance, h)) ** cells >= 0.95 - 1e-9
    assert h == 0 or (1 - _tail(variance, h - 1)) ** cells < 0.95 + 1e-9


def test_map_of_one_cell_is_a_cell() -> None:
    assert simultaneous_half_width(Fraction(50), 1) == half_width(Fraction(50))


@given(variances.filter(lambda variance: variance >= 1), st.integers(1, 50))
def test_sum_of_equal_cells_grows_like_a_root(variance: Fraction, cells: int) -> None:
    h = half_width_of_sum([variance] * cells)

    assert h >= math.floor(1.95 * math.sqrt(variance * cells)) - 1
    assert h <= math.ceil(2.8 * math.sqrt(variance * cells)) + 1


@settings(max_examples=15, deadline=None)
@given(st.fractions(min_value=Fraction(1, 10), max_value=9, max_denominator=10))
def test_sum_of_two_cells_is_covered_however_small_the_noise(variance: Fraction) -> None:
    assert _tail_of_two(variance, half_width_of_sum([variance, variance])) <= 0.05


def test_sum_of_one_cell_is_the_cell() -> None:
    assert half_width_of_sum([Fraction(10)]) == half_width(Fraction(10))


def test_sum_of_no_cells_is_certain() -> None:
    assert half_width_of_sum([]) == 0


def test_sum_takes_variances_as_they_stand_in_releases() -> None:
    assert half_width_of_sum([10.0, 10.0]) == half_width(Fraction(20))


def test_wide_noise_uses_the_continuous_quantile() -> None:
    h = half_width(Fraction(10**10))

    assert math.erf((h + 0.5) / 10**5 / math.sqrt(2)) >= 0.95
    assert h <= math.ceil(1.96 * 10**5)


def test_wider_coverage_is_wider() -> None:
    assert half_width(Fraction(100), coverage=0.99) > half_width(Fraction(100))


def test_slack_vanishes_from_sigma_three_on() -> None:
    assert convolution_slack(Fraction(9), 10_000) < 1e-30
    assert convolution_slack(Fraction(1, 2), 1) == 0


@pytest.mark.parametrize("coverage", [0.0, 1.0, 1.5])
def test_other_coverages_are_refused(coverage: float) -> None:
    with pytest.raises(ValueError, match="expected a coverage"):
        half_width(Fraction(1), coverage=coverage)
    with pytest.raises(ValueError, match="expected a coverage"):
        half_width_of_sum([Fraction(1)], coverage=coverage)
    with pytest.raises(ValueError, match="expected a coverage"):
        simultaneous_half_width(Fraction(1), 3, coverage=coverage)


def test_other_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="variance > 0"):
        half_width(Fraction(0))
    with pytest.raises(ValueError, match="draws ≥ 1"):
        half_width(Fraction(1), 0)
    with pytest.raises(ValueError, match="positive variances"):
        half_width_of_sum([Fraction(1), Fraction(0)])
    with pytest.raises(ValueError, match="at least one cell"):
        simultaneous_half_width(Fraction(1), 0)
