"""Reconciled numbers add up, are the best linear unbiased ones, and know how sure they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.consistency import Noisy, Reconciled, half_width

variances = st.floats(0.1, 1000)
values = st.floats(-1000, 1000)
noisy = st.builds(Noisy, values, variances)
parts = st.lists(noisy, min_size=1, max_size=12)


def least_squares(leaves: list[Noisy], sums: list[tuple[Noisy, list[int]]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the same by the normal equations: an independent way to the answer."""
    rows = [np.eye(len(leaves))[at] for at in range(len(leaves))]
    rows += [np.eye(len(leaves))[chosen].sum(axis=0) for _, chosen in sums]
    seen = [*leaves, *(measured for measured, _ in sums)]
    design, weight = np.array(rows), np.diag([1 / one.variance for one in seen])
    covariance = np.linalg.inv(design.T @ weight @ design)
    return covariance @ design.T @ weight @ np.array([one.value for one in seen]), covariance


@given(parts, noisy, noisy)
def test_it_is_weighted_least_squares(leaves: list[Noisy], day: Noisy, half: Noisy) -> None:
    every, some = list(range(len(leaves))), list(range((len(leaves) + 1) // 2))

    found = Reconciled.of(leaves).heard(day, every).heard(half, some)

    expected, covariance = least_squares(leaves, [(day, every), (half, some)])
    assert found.values == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert found.covariance == pytest.approx(covariance, rel=1e-6, abs=1e-6)


@given(parts, noisy, noisy)
def test_the_order_of_the_sums_does_not_matter(leaves: list[Noisy], day: Noisy, half: Noisy) -> None:
    every, some = list(range(len(leaves))), list(range((len(leaves) + 1) // 2))

    one = Reconciled.of(leaves).heard(day, every).heard(half, some)
    other = Reconciled.of(leaves).heard(half, some).heard(day, every)

    assert one.values == pytest.approx(other.values, rel=1e-6, abs=1e-6)


@given(parts, noisy)
def test_nothing_becomes_less_sure(leaves: list[Noisy], day: Noisy) -> None:
    every = list(range(len(leaves)))

    found = Reconciled.of(leaves).heard(day, every)

    assert found.total(every).variance <= min(day.variance, sum(leaf.variance for leaf in leaves)) * (
        1 + 1e-9
    )
    assert all(found.total([at]).variance <= leaves[at].variance * (1 + 1e-9) for at in every)


def test_a_day_of_equal_hours_is_what_the_paper_says() -> None:
    """Hay et al. 2010, theorem 3, for a root over k leaves of one variance: z = k/(k+1)·y + 1/(k+1)·sum."""
    hours, day = [10.0, 20.0, 30.0], 72.0

    found = Reconciled.of([Noisy(hour, 4.0) for hour in hours]).heard(Noisy(day, 4.0), [0, 1, 2])

    root = 3 / 4 * day + 1 / 4 * sum(hours)
    assert found.total([0, 1, 2]).value == pytest.approx(root)
    assert found.values == pytest.approx([hour + (root - sum(hours)) / 3 for hour in hours])


def test_a_week_over_two_days_over_four_hours_adds_up() -> None:
    found = Reconciled.of([Noisy(5.0, 2.0)] * 4).heard(Noisy(12.0, 3.0), [0, 1])
    found = found.heard(Noisy(8.0, 3.0), [2, 3]).heard(Noisy(25.0, 1.0), [0, 1, 2, 3])

    days = found.total([0, 1]).value, found.total([2, 3]).value

    assert sum(days) == pytest.approx(found.total([0, 1, 2, 3]).value)
    assert days[0] > days[1]


def test_nothing_is_cut_off_at_zero() -> None:
    found = Reconciled.of([Noisy(-6.0, 4.0), Noisy(2.0, 4.0)]).heard(Noisy(-5.0, 4.0), [0, 1])

    assert found.values[0] < 0
    assert found.total([0, 1]).value < 0


@pytest.mark.parametrize("wrong", [[], [0, 0]], ids=["none", "one twice"])
def test_a_sum_of_nothing_or_of_one_part_twice_is_refused(wrong: list[int]) -> None:
    with pytest.raises(ValueError, match="different parts"):
        Reconciled.of([Noisy(1.0, 1.0)]).heard(Noisy(1.0, 1.0), wrong)


def test_no_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        Reconciled.of([])


@pytest.mark.parametrize(
    ("value", "variance"),
    [(1.0, 0.0), (1.0, -1.0), (1.0, float("inf")), (float("nan"), 1.0)],
    ids=["no noise", "less than none", "endless noise", "no number"],
)
def test_a_number_that_was_not_released_is_refused(value: float, variance: float) -> None:
    with pytest.raises(ValueError, match="variance above 0"):
        Noisy(value, variance)


def test_a_half_width_is_the_normal_one_and_half_a_step() -> None:
    assert half_width(4.0) == pytest.approx(1.959964 * 2 + 0.5)
    assert half_width(4.0, step=10.0) == pytest.approx(1.959964 * 2 + 5.0)
