"""A number from a release with how unsure it is, and the few sums that keep the two together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist

from privacy.intervals import COVERAGE, half_width_of_sum, simultaneous_half_width

_QUANTILE = NormalDist().inv_cdf((1 + COVERAGE) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A noisy number and the half-width that covers its noise with probability ≥ 95 %."""

    value: float
    """May be negative: noise around zero is never cut off, or sums would drift upwards."""
    half_width: float
    """The interval is value ± half_width."""
    variance: float
    """σ² of the noise."""
    step: float = 1.0
    """The noise is a whole number of these: what one integer step of the release stands for."""

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.value + self.half_width

    @property
    def is_inside_noise(self) -> bool:
        """Whether zero lies in the interval: the noise alone would explain the number."""
        return abs(self.value) <= self.half_width

    @property
    def may_be_zero(self) -> bool:
        """Whether a count may be zero: its interval reaches zero, or lies below, where only noise is."""
        return self.low <= 0

    def scaled(self, factor: float) -> "Estimate":
        """Return the estimate in another unit, its noise with it."""
        size = abs(factor)
        return Estimate(
            self.value * factor, self.half_width * size, self.variance * size**2, self.step * size
        )


def total(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum of independent estimates; σ adds as a root of summed squares, never the half-widths.

    The empty sum is an exact zero. Parts in different units (means over different times) have no common
    step: their half-width is the normal one and half the larger step.
    """
    kept = [part for part in parts if part.variance > 0]
    if len(kept) < 2:
        return kept[0] if kept else Estimate(0.0, 0.0, 0.0)
    step = max(part.step for part in kept)
    variance = sum(part.variance for part in kept)
    if all(part.step == step for part in kept):
        wide = step * _half_width(tuple(sorted(part.variance / step**2 for part in kept)))
    else:
        wide = _QUANTILE * variance**0.5 + step / 2
    return Estimate(sum(part.value for part in kept), wide, variance, step)


def difference(later: Estimate, earlier: Estimate) -> Estimate:
    """Return later − earlier for independent estimates."""
    return total((later, earlier.scaled(-1.0)))


def relative(change: Estimate, base: Estimate) -> Estimate | None:
    """Return the change as a fraction of the base (delta method), or None when the base is inside its noise.

    With later = base + change, the ratio later/base has variance (var_later + ratio² · var_base) / base².
    """
    if base.is_inside_noise or base.value <= 0:
        return None
    share = change.value / base.value
    of_later = max(change.variance - base.variance, 0.0)
    variance = (of_later + (1.0 + share) ** 2 * base.variance) / base.value**2
    step = change.step / base.value
    return Estimate(share, _QUANTILE * variance**0.5 + step / 2, variance, step)


def everywhere(estimate: Estimate, cells: int) -> Estimate:
    """Return the estimate with a half-width that holds for so many cells like it at once, 19 times in 20."""
    wide = estimate.step * _simultaneous(estimate.variance / estimate.step**2, cells)
    return replace(estimate, half_width=max(wide, estimate.half_width))


@lru_cache(maxsize=4096)
def _simultaneous(variance: float, cells: int) -> int:
    return simultaneous_half_width(Fraction(variance), cells)


@lru_cache(maxsize=4096)
def _half_width(variances: tuple[float, ...]) -> int:
    return half_width_of_sum(variances)
