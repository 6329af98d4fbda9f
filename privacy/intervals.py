"""How far a noisy number can be from the exact one: half-widths that hold at least as often as they say.

Discrete noise cannot be covered with exactly 95 %, so a half-width is the smallest integer that covers at
least that. The noise is the only error these speak of; counting errors of cameras come on top.
"""

import math
from collections.abc import Iterable
from fractions import Fraction
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

COVERAGE: Final = 0.95
"""How often an interval shown by the product holds, at least."""

_EXACT_BELOW_VARIANCE: Final = 9
"""From σ = 3 on, a sum of discrete Gaussians is one to within e**−88 (see convolution_slack)."""
_LARGE_SIGMA: Final = 10_000.0
_TAIL_SIGMAS: Final = 12
_SAFETY: Final = 1e-12
_SMALLEST_MISS: Final = 1e-9


def half_width(variance: Fraction, draws: int = 1, *, coverage: float = COVERAGE) -> int:
    """Return the smallest h with P(|noise| ≤ h) ≥ coverage, noise being a sum of ``draws`` equal draws.

    Units: those of the vector's cells.  ``variance`` is of one draw: a site-lane release is one draw, a
    cohort-lane release two (leader's and helper's).
    """
    if variance <= 0 or draws < 1:
        raise ValueError(f"expected variance > 0 and draws ≥ 1, got {variance} and {draws}")
    _check(coverage)
    if draws > 1 and variance < _EXACT_BELOW_VARIANCE:
        return _smallest(_convolved(_masses(math.sqrt(variance)), draws), 1 - coverage)
    return _discrete_half_width(math.sqrt(variance * draws), 1 - coverage)


def half_width_of_sum(variances: Iterable[Fraction | float], *, coverage: float = COVERAGE) -> int:
    """Return a half-width for a sum of independent released cells: σ adds as a root of summed squares.

    ``variances`` holds each cell's release variance.  Adding the cells' own integer half-widths in squares
    would lose up to half a unit per cell, so σ is used; 0 for no cells. Below σ ≈ 1 it is on the wide side
    (Canonne, Kamath, Steinke 2020, Corollary 17: the noise is sub-Gaussian).
    """
    parts = [Fraction(variance) for variance in variances]
    _check(coverage)
    if not parts:
        return 0
    if min(parts) <= 0:
        raise ValueError(f"expected positive variances, got {min(parts)}")
    sigma, miss = math.sqrt(sum(parts)), 1 - coverage
    slack = convolution_slack(min(parts), len(parts))
    if slack > miss / 100:  # noise too small for the approximation: the sub-Gaussian tail always covers
        return math.ceil(sigma * math.sqrt(2 * math.log(2 / miss)))
    return _discrete_half_width(sigma, miss - slack)


def simultaneous_half_width(
    variance: Fraction, cells: int, draws: int = 1, *, coverage: float = COVERAGE
) -> int:
    """Return the smallest h that covers all cells of a map at once with at least the coverage.

    Exact for independent cells: each must be covered with coverage**(1/cells) (Šidák 1967).
    """
    _check(coverage)
    if cells < 1:
        raise ValueError(f"expected at least one cell, got {cells}")
    return half_width(variance, draws, coverage=math.exp(math.log(coverage) / cells))


def convolution_slack(variance: Fraction, draws: int) -> float:
    """Return how much a sum of draws of at least the variance can miss more often than one discrete Gaussian.

    Source: Kairouz, Liu, Steinke 2021 (arXiv:2102.06387), Theorem 9, with 1/(1/σ² + 1/τ²) ≥ σ²/2.
    """
    return 10 * (draws - 1) * math.exp(-(math.pi**2) * float(variance))


def _check(coverage: float) -> None:
    if not 0 < coverage <= 1 - _SMALLEST_MISS:
        raise ValueError(f"expected a coverage in (0, 1 − {_SMALLEST_MISS}], got {coverage}")


def _discrete_half_width(sigma: float, miss: float) -> int:
    if sigma > _LARGE_SIGMA:  # the continuous quantile, rounded up, covers; it is at most 1 too wide
        return math.ceil(sigma * NormalDist().inv_cdf(1 - miss / 2))
    return _smallest(_masses(sigma), miss)


def _masses(sigma: float) -> NDArray[np.float64]:
    """Return P(X = k) for k = −m … m, float64 (2m + 1,); the rest weighs less than 1e-30."""
    most = math.ceil(_TAIL_SIGMAS * sigma) + 2
    steps = np.arange(-most, most + 1, dtype=np.float64)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _convolved(masses: NDArray[np.float64], draws: int) -> NDArray[np.float64]:
    total = masses
    for _ in range(draws - 1):
        total = np.convolve(total, masses)
    return total


def _smallest(masses: NDArray[np.float64], miss: float) -> int:
    """Return the smallest h such that both tails beyond ±h weigh at most ``miss`` together."""
    centre = len(masses) // 2
    beyond = 2 * np.cumsum(masses[:centre])[::-1]  # beyond[h] = P(|X| > h)
    return int(np.argmax(beyond <= miss - _SAFETY))
