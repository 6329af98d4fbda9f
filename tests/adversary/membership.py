"""How much ε an attacker has proved who guesses, trial by trial, whether the canary was there.

(ε, δ)-DP means: P(guess | there) ≤ e^ε P(guess | not there) + δ, and the same for the opposite guess. Both
probabilities are bounded by Clopper and Pearson from the trials, so what is returned is below the true ε with
at least the confidence. Source: Jagielski, Ullman, Oprea 2020, "Auditing Differentially Private Machine
Learning", section 4; Clopper and Pearson 1934.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from privacy.budget import DELTA
from tests.adversary.row import Scale

_Count = tuple[int, int]
"""Successes and trials."""

CONFIDENCE: dict[Scale, float] = {"small": 1 - 1e-7, "full": 0.95}
"""How often the lower bound is below the true ε, at least; what runs with every test may not cry wolf."""


def epsilon_lower_bound(
    there: NDArray[np.float64], absent: NDArray[np.float64], confidence: float = CONFIDENCE["full"]
) -> float:
    """Return the largest ε that the scores prove; the higher a score, the more it speaks for the canary.

    The first half of the trials chooses the threshold and the side, the second half is counted, so the choice
    costs no confidence. Shape: float64 (N,) each, N ≥ 20.
    """
    half = len(there) // 2, len(absent) // 2
    miss = (1 - confidence) / 2
    chosen = _best(there[: half[0]], absent[: half[1]], miss)
    return _proved(*chosen.counted(there[half[0] :], absent[half[1] :]), miss)


def lower(successes: int, trials: int, miss: float) -> float:
    """Return a probability that the true one is below with the given chance at most."""
    return float(beta.ppf(miss, successes, trials - successes + 1)) if successes else 0.0


def upper(successes: int, trials: int, miss: float) -> float:
    """Return a probability that the true one is above with the given chance at most."""
    left = trials - successes
    return float(beta.isf(miss, successes + 1, left)) if left else 1.0


@dataclass(frozen=True, slots=True)
class _Guess:
    """Guessing *there* above the threshold, or *absent* up to it."""

    threshold: float
    is_above: bool

    def counted(self, there: NDArray[np.float64], absent: NDArray[np.float64]) -> tuple[_Count, _Count]:
        """Return how often the guess was right and how often it was a false alarm, with their trials."""
        right, wrong = (there, absent) if self.is_above else (absent, there)
        made = [int(((scores > self.threshold) == self.is_above).sum()) for scores in (right, wrong)]
        return (made[0], len(right)), (made[1], len(wrong))


def _best(there: NDArray[np.float64], absent: NDArray[np.float64], miss: float) -> _Guess:
    candidates = np.unique(np.quantile(np.concatenate([there, absent]), np.linspace(0, 1, 41)))
    middles = (candidates[1:] + candidates[:-1]) / 2 if len(candidates) > 1 else candidates
    tried = [_Guess(float(at), is_above) for at in middles for is_above in (True, False)]
    return max(tried, key=lambda guess: _proved(*guess.counted(there, absent), miss))


def _proved(hits: _Count, alarms: _Count, miss: float) -> float:
    above_delta = lower(*hits, miss) - float(DELTA)
    return max(0.0, math.log(above_delta / upper(*alarms, miss))) if above_delta > 0 else 0.0
