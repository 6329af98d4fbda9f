"""Noise that follows from a secret: the same again, another for another, and never past its bounds."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.derived_noise import derived_noise

SECRET = bytes(range(32))


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(0, 20),
    st.fractions(min_value=Fraction(1, 1000), max_value=10**9, max_denominator=10**6),
)
def test_the_same_secret_draws_the_same_noise(secret: bytes, length: int, variance: Fraction) -> None:
    first, again = (derived_noise(secret)(length, variance) for _ in range(2))

    assert first.tolist() == again.tolist()
    assert (first.dtype, first.shape) == (np.dtype(np.int64), (length,))


def test_another_secret_length_or_variance_draws_other_noise() -> None:
    wide = Fraction(10**12)
    drawn = [
        derived_noise(SECRET)(40, wide),
        derived_noise(SECRET[::-1])(40, wide),
        derived_noise(SECRET)(41, wide)[:40],
        derived_noise(SECRET)(40, wide + 1),
    ]

    assert len({tuple(one.tolist()) for one in drawn}) == 4  # two are equal with probability < 1e-200


def test_noise_beyond_32_bits_does_not_saturate() -> None:
    drawn = derived_noise(SECRET)(64, Fraction(10**24))

    assert int(np.abs(drawn).max()) > 1 << 33


def test_many_cells_go_through_many_blocks() -> None:
    drawn = derived_noise(SECRET)(3_000, Fraction(50))

    assert len({tuple(part.tolist()) for part in np.split(drawn, 100)}) == 100


@pytest.mark.parametrize("variance", [Fraction(0), Fraction(-1), Fraction(10**24 + 1)], ids=str)
def test_other_variances_are_refused(variance: Fraction) -> None:
    with pytest.raises(ValueError, match="expected a variance"):
        derived_noise(SECRET)(1, variance)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, got 31"):
        derived_noise(SECRET[1:])
