import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.estimate import Estimate, difference, everywhere, relative, total
from privacy.intervals import half_width_of_sum, simultaneous_half_width

cells = st.builds(
    lambda value, variance: Estimate(float(value), float(half_width_of_sum([variance])), float(variance)),
    st.integers(-500, 5000),
    st.integers(9, 400),
)


@given(st.lists(cells, max_size=8))
def test_values_and_variances_add(parts: list[Estimate]) -> None:
    found = total(parts)

    assert found.value == pytest.approx(sum(part.value for part in parts))
    assert found.variance == pytest.approx(sum(part.variance for part in parts))


@given(st.lists(cells, min_size=1, max_size=8))
def test_interval_of_a_sum_lies_between_its_widest_part_and_the_sum_of_all(parts: list[Estimate]) -> None:
    found = total(parts)

    assert max(part.half_width for part in parts) <= found.half_width
    assert found.half_width <= sum(part.half_width for part in parts)


@given(st.lists(cells, min_size=2, max_size=8))
def test_interval_of_a_sum_is_the_gate_s_own_rule(parts: list[Estimate]) -> None:
    assert total(parts).half_width == half_width_of_sum([part.variance for part in parts])


@given(st.lists(cells, min_size=3, max_size=6))
def test_sums_of_sums_are_sums(parts: list[Estimate]) -> None:
    nested = total([total(parts[:2]), *parts[2:]])

    assert nested.value == pytest.approx(total(parts).value)
    assert nested.half_width == pytest.approx(total(parts).half_width, abs=1)


@given(cells, st.floats(0.01, 100))
def test_scaling_keeps_the_relative_width(part: Estimate, factor: float) -> None:
    found = part.scaled(factor)

    assert found.half_width == pytest.approx(part.half_width * factor)
    assert found.is_inside_noise == part.is_inside_noise or math.isclose(abs(part.value), part.half_width)


def test_empty_sum_is_an_exact_zero() -> None:
    assert total(()) == Estimate(0.0, 0.0, 0.0)


def test_parts_in_different_units_still_cover() -> None:
    first, second = Estimate(10, 14, 50.0).scaled(1 / 3), Estimate(10, 14, 50.0).scaled(1 / 7)

    found = total((first, second))

    assert found.half_width >= 1.959 * math.sqrt(first.variance + second.variance)


def test_change_is_later_minus_earlier() -> None:
    found = difference(Estimate(30, 5, 6.5), Estimate(10, 5, 6.5))

    assert found.value == 20
    assert found.variance == 13


def test_relative_change_needs_a_base_beyond_its_noise() -> None:
    later, base = Estimate(30, 5, 6.5), Estimate(4, 5, 6.5)

    assert relative(difference(later, base), base) is None


def test_relative_change_follows_the_delta_method() -> None:
    later, base = Estimate(1200, 20, 100.0), Estimate(1000, 20, 100.0)

    found = relative(difference(later, base), base)

    assert found is not None
    assert found.value == pytest.approx(0.2)
    assert found.variance == pytest.approx((100 + 1.2**2 * 100) / 1000**2)


def test_number_as_large_as_its_half_width_is_inside_the_noise() -> None:
    assert Estimate(-14, 14, 50.0).is_inside_noise
    assert not Estimate(15, 14, 50.0).is_inside_noise


@given(cells, st.integers(2, 100))
def test_interval_for_many_cells_at_once_is_wider(part: Estimate, cells_at_once: int) -> None:
    found = everywhere(part, cells_at_once)

    assert found.half_width >= simultaneous_half_width(Fraction(part.variance), cells_at_once)
    assert found.half_width > part.half_width
    assert (found.value, found.variance) == (part.value, part.variance)


def test_count_below_its_noise_may_still_be_zero() -> None:
    assert Estimate(-20, 14, 50.0).may_be_zero
    assert Estimate(14, 14, 50.0).may_be_zero
    assert not Estimate(15, 14, 50.0).may_be_zero
