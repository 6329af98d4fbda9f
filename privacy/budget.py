"""What a budget means: from zCDP's ρ to (ε, δ), for one track and for a person who makes several.

Budgets are exact fractions; ε is for display and rounded up.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

DELTA: Final = Fraction(1, 10**6)
"""The δ at which every ε of the product is stated."""

UNIT: Final = (
    "The unit of privacy is one camera-local track; a person who makes M tracks costs between M·ρ and M²·ρ."
)
"""What stands beside every ε that is shown: nobody is recognised again, so tracks cannot be added up."""

_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_STEPS: Final = 80


@dataclass(frozen=True, slots=True)
class PersonCost:
    """What one person who was seen as several tracks has paid, since nobody links the tracks."""

    tracks: int
    """M, at least 1."""
    epsilon_low: float
    """ε at M·ρ: no two of the tracks ever add to the same cell."""
    epsilon_high: float
    """ε at M²·ρ: all of them always add to the same cells (group privacy of zCDP)."""


def epsilon(rho: Fraction, delta: Fraction = DELTA) -> float:
    """Return an ε such that ρ-zCDP implies (ε, δ)-DP, rounded up at the ninth decimal.

    Any order α > 1 gives a valid ε; the smallest is searched for. At δ = 1e-6, ρ = 1/4 gives 3.54.
    Source: Canonne, Kamath, Steinke 2020 (arXiv:2004.00010), Corollary 13.
    """
    if rho < 0 or not 0 < delta < 1:
        raise ValueError(f"expected rho ≥ 0 and delta in (0, 1), got {rho} and {delta}")
    if rho == 0:
        return 0.0
    low, high = -30.0, 30.0  # natural logarithm of α − 1
    for _ in range(_STEPS):
        left = high - _GOLDEN * (high - low)
        right = low + _GOLDEN * (high - low)
        if _epsilon_at(left, rho, delta) < _epsilon_at(right, rho, delta):
            high = right
        else:
            low = left
    best = _epsilon_at((low + high) / 2, rho, delta)
    return max(0.0, math.ceil(best * 1e9 + 1) / 1e9)


def person_cost(rho: Fraction, tracks: int, delta: Fraction = DELTA) -> PersonCost:
    """Return what a person who makes that many tracks has paid: between M·ρ and M²·ρ.

    Source: Bun and Steinke 2016, Lemma 2.3 (composition) and Proposition 1.9 (group privacy).
    """
    if tracks < 1:
        raise ValueError(f"expected at least one track, got {tracks}")
    return PersonCost(
        tracks=tracks,
        epsilon_low=epsilon(tracks * rho, delta),
        epsilon_high=epsilon(tracks * tracks * rho, delta),
    )


def _epsilon_at(log_alpha_minus_one: float, rho: Fraction, delta: Fraction) -> float:
    above = math.exp(log_alpha_minus_one)
    alpha = 1 + above
    return (
        alpha * float(rho)
        + (-math.log(delta) - math.log(alpha)) / above
        + log_alpha_minus_one
        - math.log(alpha)
    )
