"""Seeded noise is whole, of the asked spread, and the same for its seed."""

from fractions import Fraction

import numpy as np

from edge_node.federated.simulation.seeded import no_noise, seeded_noise


def test_the_spread_is_the_asked_one() -> None:
    """40,000 draws: the spread's own σ is 0.35 %, and 3 % away has a chance under 1e-9."""
    drawn = seeded_noise(np.random.default_rng(1))(40_000, Fraction(10_000))

    assert drawn.dtype == np.int64
    assert abs(drawn.std() - 100) < 3


def test_one_seed_is_one_noise() -> None:
    first, second = (seeded_noise(np.random.default_rng(2))(5, Fraction(100)) for _ in range(2))

    assert (first == second).all()


def test_no_noise_is_none() -> None:
    assert no_noise(3, Fraction(9)).tolist() == [0, 0, 0]
