"""Discrete Gaussian noise, drawn by OpenDP from the operating system's randomness.

May be imported by the two release gates and the training step only: there is no other place where noise
belongs. Source: Canonne, Kamath, Steinke 2020, "The Discrete Gaussian for Differential Privacy".
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from opendp.domains import atom_domain, vector_domain
from opendp.measurements import make_gaussian
from opendp.metrics import l2_distance
from opendp.mod import OpenDPException, enable_features

from privacy.errors import NoiseError

_MAX_VARIANCE = Fraction(10**24)
"""σ = 10**12: far beyond any policy and far below where 64-bit integers would saturate."""


def discrete_gaussian(length: int, variance: Fraction) -> NDArray[np.int64]:
    """Return independent draws from the discrete Gaussian of at least the variance: int64 (length,).

    Bound: 0 < variance ≤ 10**24; zCDP ρ = L2² / (2 · variance) or less.  Raises: NoiseError.
    """
    if not 0 < variance <= _MAX_VARIANCE:
        raise ValueError(f"expected a variance in (0, 10**24], got {float(variance):g}")
    if length == 0:
        return np.zeros(0, dtype=np.int64)
    enable_features("contrib")
    try:
        domain = vector_domain(atom_domain(T="i64"))
        measurement = make_gaussian(domain, l2_distance(T="i64"), scale=scale_of(variance))
        drawn = measurement([0] * length)
    except OpenDPException as error:
        raise NoiseError("expected noise from OpenDP, got an error; nothing may be released") from error
    return np.array(drawn, dtype=np.int64)


def scale_of(variance: Fraction) -> float:
    """Return the smallest float at or above √variance: rounding goes to the noisier side."""
    scale = math.sqrt(variance)
    while Fraction(scale) ** 2 >= variance:
        scale = math.nextafter(scale, 0)
    while Fraction(scale) ** 2 < variance:
        scale = math.nextafter(scale, math.inf)
    return scale
