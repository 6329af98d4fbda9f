"""Whatever comes in, what goes out obeys its bound exactly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge_node.federated.quantising import (
    COUNT_UNITS,
    GRADIENT_UNITS,
    UNIT,
    clipped,
    rounded,
    whole_gradients,
)
from privacy.updates import COUNT_SIGMA


def test_gradient_count_loss_and_being_right_together_are_within_one_unit() -> None:
    assert GRADIENT_UNITS**2 + 3 * COUNT_UNITS**2 <= UNIT**2


def test_who_reads_a_rounds_sum_knows_how_noisy_a_count_is() -> None:
    assert UNIT / COUNT_UNITS == COUNT_SIGMA


@given(st.integers(0, 10_000), st.floats(1e-6, 1e30), st.floats(1e-3, 100))
def test_no_whole_gradient_is_longer_than_the_bound(seed: int, scale: float, clip_norm: float) -> None:
    gradients = (np.random.default_rng(seed).normal(size=(3, 50)) * scale).astype(np.float32)

    whole = whole_gradients(gradients, clip_norm)

    assert max(sum(int(v) ** 2 for v in row) for row in whole) <= GRADIENT_UNITS**2


def test_a_short_gradient_keeps_its_length() -> None:
    whole = whole_gradients(np.array([[0.3, -0.4]], np.float32), 1.0)

    assert np.allclose(whole / GRADIENT_UNITS, [[0.3, -0.4]], atol=1e-4)


def test_a_gradient_that_is_no_number_adds_nothing() -> None:
    whole = whole_gradients(np.array([[np.nan, 1.0], [np.inf, 0.0], [3.0, 4.0]], np.float32), 1.0)

    assert whole[:2].tolist() == [[0, 0], [0, 0]]
    assert np.allclose(whole[2] / GRADIENT_UNITS, [0.6, 0.8], atol=1e-4)


def test_an_update_is_cut_to_its_norm_and_is_zero_where_it_is_no_number() -> None:
    assert np.allclose(clipped(np.array([3.0, 4.0]), 1.0), [0.6, 0.8])
    assert clipped(np.array([0.3, 0.4]), 1.0).tolist() == [0.3, 0.4]
    assert clipped(np.array([np.nan, 4.0]), 1.0).tolist() == [0.0, 0.0]


def test_rounding_takes_a_neighbour() -> None:
    values = np.array([0.0, 1.25, -2.75, 7.0])

    whole = rounded(values, np.random.default_rng(1).bytes)

    assert (np.abs(whole - values) < 1).all()
    assert whole[[0, 3]].tolist() == [0, 7]


def test_rounding_favours_neither_side() -> None:
    """50,000 draws of mean 0.3: off by more than 5.5 σ in fewer than 1 of 10**7 seeds."""
    whole = rounded(np.full(50_000, -0.7), np.random.default_rng(2).bytes)

    assert abs(whole.mean() + 0.7) < 5.5 * (0.21 / 50_000) ** 0.5
