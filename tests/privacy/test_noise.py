"""Noise is integer, centred, at least as wide as paid for, and never the same twice."""

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opendp.mod import OpenDPException

from privacy import noise
from privacy.errors import NoiseError
from privacy.noise import discrete_gaussian, scale_of

variances = st.fractions(min_value=Fraction(1, 1000), max_value=10**9, max_denominator=10**6)


@given(variances)
def test_scale_is_the_smallest_float_that_is_noisy_enough(variance: Fraction) -> None:
    scale = scale_of(variance)

    assert Fraction(scale) ** 2 >= variance
    assert Fraction(math.nextafter(scale, 0)) ** 2 < variance


def test_noise_is_64_bit_integers() -> None:
    drawn = discrete_gaussian(5, Fraction(10))

    assert drawn.dtype == np.int64
    assert drawn.shape == (5,)


def test_no_cells_need_no_noise() -> None:
    assert discrete_gaussian(0, Fraction(10)).shape == (0,)


def test_noise_beyond_32_bits_does_not_saturate() -> None:
    drawn = discrete_gaussian(64, Fraction(10**22))

    assert int(np.abs(drawn).max()) > 1 << 33  # misses with probability < 0.07 ** 64


def test_two_draws_differ() -> None:
    one, other = (discrete_gaussian(100, Fraction(10**6)).tolist() for _ in range(2))

    assert one != other  # equal with probability < 1e-300


@pytest.mark.parametrize("variance", [Fraction(0), Fraction(-1), Fraction(10**24 + 1)], ids=str)
def test_other_variances_are_refused(variance: Fraction) -> None:
    with pytest.raises(ValueError, match="expected a variance"):
        discrete_gaussian(1, variance)


def test_without_noise_nothing_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OpenDPException("FailedFunction", "no randomness")

    monkeypatch.setattr(noise, "make_gaussian", fail)

    with pytest.raises(NoiseError, match="nothing may be released"):
        discrete_gaussian(1, Fraction(10))


def test_drawing_noise_loads_nothing_that_trains() -> None:
    """OpenDP's prelude would load scikit-learn and SciPy: a second of every start of a node."""
    script = "import sys, privacy.noise; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "opendp.measurements" in loaded.stdout.split()
    assert not {"sklearn", "scipy", "opendp.prelude"} & set(loaded.stdout.split())
