"""Noisy numbers made to add up: hours, their day and their week are read as one, by weighted least squares.

A day's own noisy count and the sum of its hours' are two looks at one number. Weighted by how sure each is,
they give numbers that add up exactly, and none is less sure than before. Working on what has been released
already costs no budget (post-processing), and nothing is cut off at zero, which would move sums upwards.

Source: Hay, Rastogi, Miklau, Suciu 2010, "Boosting the Accuracy of Differentially Private Histograms Through
Consistency", section 4; here for any variances, one measured sum after the other (Gauss–Markov).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from privacy.intervals import COVERAGE

_QUANTILE: Final = NormalDist().inv_cdf((1 + COVERAGE) / 2)


@dataclass(frozen=True, slots=True)
class Noisy:
    """A number as it was released."""

    value: float
    variance: float
    """σ² of its noise, above 0."""

    def __post_init__(self) -> None:
        """Raise ValueError for a number without noise: it has not been through a door."""
        if not (self.variance > 0 and math.isfinite(self.variance) and math.isfinite(self.value)):
            raise ValueError(f"expected a finite value with a variance above 0, got {self.variance}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reconciled:
    """The smallest parts, such as hours, after every sum of them has been heard."""

    values: NDArray[np.float64]
    """float64 (N,): the estimates, which add up; may be negative."""
    covariance: NDArray[np.float64]
    """float64 (N, N): of the estimates; parts of one sum are no longer independent."""

    @classmethod
    def of(cls, parts: Sequence[Noisy]) -> Self:
        """Return the parts as they were released, no sum heard yet.

        Raises: ValueError for no parts.
        """
        if not parts:
            raise ValueError("expected at least one part")
        return cls(
            np.array([part.value for part in parts], dtype=np.float64),
            np.diag(np.array([part.variance for part in parts], dtype=np.float64)),
        )

    def heard(self, measured: Noisy, parts: Sequence[int]) -> Self:
        """Return what is left to believe once the sum of the parts has been measured on its own as well.

        The order in which sums are heard does not matter.  Raises: ValueError for no part, or one twice.
        """
        chosen = list(parts)
        if not chosen or len(set(chosen)) < len(chosen):
            raise ValueError(f"expected different parts, at least one, got {chosen}")
        with_sum = self.covariance[:, chosen].sum(axis=1)
        gain = with_sum / (with_sum[chosen].sum() + measured.variance)
        missed = measured.value - float(self.values[chosen].sum())
        return type(self)(self.values + gain * missed, self.covariance - np.outer(gain, with_sum))

    def total(self, parts: Sequence[int]) -> Noisy:
        """Return the sum of some parts with its variance; for the parts of a heard sum, that sum."""
        chosen = list(parts)
        variance = float(self.covariance[np.ix_(chosen, chosen)].sum())
        return Noisy(float(self.values[chosen].sum()), variance)


def half_width(variance: float, step: float = 1.0) -> float:
    """Return a half-width that covers the noise of a reconciled number at least 95 times in 100.

    The normal quantile, and half of one integer step for what discrete noise can miss it by: a part keeps
    at most its own whole noise. ``step``: what one integer step of the release stands for.
    """
    return _QUANTILE * math.sqrt(variance) + step / 2
