"""One noisy number over another, with the interval that the noise of both allows."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from aggregator.insights.estimate import Estimate
from privacy.intervals import COVERAGE

_QUANTILE = NormalDist().inv_cdf((1 + COVERAGE) / 2)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio and its 95 % interval, which need not be symmetric and is cut nowhere."""

    value: float
    low: float
    high: float

    @property
    def may_be_zero(self) -> bool:
        """Whether it may be zero: the interval reaches zero, or lies below, where only noise is."""
        return self.low <= 0


def ratio(top: Estimate, bottom: Estimate, shared_variance: float = 0.0) -> Ratio | None:
    """Return top ÷ bottom, or None when the bottom is inside its noise and any ratio would fit.

    The interval holds every r for which top − r · bottom is explained by its own noise, whose variance is
    var(top) − 2r · shared + r² · var(bottom). ``shared_variance`` is the covariance: where the top is part of
    the bottom (a share), the variance of the cells that stand in both.
    Noise comes in whole steps, so the quantile is widened by half a step of the coarser number.
    Source: Fieller 1954 (doi:10.1111/j.2517-6161.1954.tb00159.x), with known variances.
    """
    if bottom.value <= 0 or bottom.variance <= 0:
        return None
    wide = _quantile(top, bottom, shared_variance) ** 2
    a = bottom.value**2 - wide * bottom.variance
    if a <= 0:
        return None
    b = top.value * bottom.value - wide * shared_variance
    c = top.value**2 - wide * top.variance
    reach = math.sqrt(max(b**2 - a * c, 0.0))
    return Ratio(top.value / bottom.value, (b - reach) / a, (b + reach) / a)


def _quantile(top: Estimate, bottom: Estimate, shared_variance: float) -> float:
    """Return the quantile, half a step wider where the noise of top − r · bottom is smallest."""
    least = top.variance - shared_variance**2 / bottom.variance
    if least <= 0:
        raise ValueError("expected noise in the top that is not all the bottom's")
    return _QUANTILE + max(top.step, bottom.step) / 2 / math.sqrt(least)
