"""Noise from a seed, and none at all: for invented people alone, and every result made with it says so."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from privacy.randomness import Noise


def seeded_noise(rng: np.random.Generator) -> Noise:
    """Return whole-numbered noise of the asked variance from a seed; at σ of thousands it is Gaussian."""

    def draw(length: int, variance: Fraction) -> NDArray[np.int64]:
        return np.rint(rng.normal(0.0, float(variance) ** 0.5, length)).astype(np.int64)

    return draw


def no_noise(length: int, _: Fraction) -> NDArray[np.int64]:
    """Return zeros: learning without any protection, as a line to compare with."""
    return np.zeros(length, dtype=np.int64)
