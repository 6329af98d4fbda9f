"""Poisoned groups cannot drag a trimmed mean out of the honest ones' range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.trimming import trim_for, trimmed_mean


@given(st.integers(0, 1_000), st.integers(3, 12), st.floats(-1e6, 1e6))
def test_one_poisoned_group_leaves_each_entry_within_the_honest_range(
    seed: int, groups: int, poison: float
) -> None:
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(groups, 4))
    means[0] = poison

    mean = trimmed_mean(means, rng.uniform(1, 9, groups), trimmed=1)

    assert (mean >= means[1:].min(axis=0) - 1e-9).all()
    assert (mean <= means[1:].max(axis=0) + 1e-9).all()


def test_with_nothing_left_out_it_is_the_weighted_mean() -> None:
    mean = trimmed_mean(np.array([[1.0], [4.0]]), np.array([1.0, 2.0]), trimmed=0)

    assert mean.tolist() == [3.0]


@pytest.mark.parametrize(
    ("means", "weights", "trimmed"),
    [
        pytest.param(np.zeros((3, 2)), np.ones(2), 1, id="a weight is missing"),
        pytest.param(np.zeros(3), np.ones(3), 1, id="no groups"),
        pytest.param(np.zeros((3, 2)), np.zeros(3), 1, id="a group without weight"),
        pytest.param(np.zeros((2, 2)), np.ones(2), 1, id="nothing would be left"),
        pytest.param(np.zeros((2, 2)), np.ones(2), -1, id="fewer than none"),
    ],
)
def test_what_cannot_be_trimmed_is_refused(means: np.ndarray, weights: np.ndarray, trimmed: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        trimmed_mean(means, weights, trimmed)


def test_a_third_is_left_out_on_each_side_and_at_least_one_of_three() -> None:
    assert [trim_for(groups) for groups in (1, 2, 3, 4, 10, 20)] == [0, 0, 1, 1, 3, 7]


def test_never_so_many_are_left_out_that_none_remains() -> None:
    assert trim_for(4, share=0.9) == 1
