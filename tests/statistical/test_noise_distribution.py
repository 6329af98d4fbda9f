"""Drawn noise is the discrete Gaussian that was paid for. False alarm: 1e-7 per test."""

import math
import secrets
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binomtest, chi2, norm

from privacy.derived_noise import derived_noise
from privacy.intervals import half_width, half_width_of_sum
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise

FALSE_ALARM = 1e-7
DRAWS = 50_000
DERIVED = derived_noise(secrets.token_bytes(32))


@pytest.mark.parametrize("draw", [discrete_gaussian, DERIVED], ids=["drawn", "derived"])
@pytest.mark.parametrize("variance", [Fraction(1, 2), Fraction(10), Fraction(101, 2)], ids=str)
def test_noise_has_the_masses_of_the_discrete_gaussian(variance: Fraction, draw: Noise) -> None:
    drawn = draw(DRAWS, variance)
    reach = math.ceil(2.5 * math.sqrt(variance))
    weights = {k: math.exp(-k * k / (2 * float(variance))) for k in range(-400, 401)}
    total = math.fsum(weights.values())

    middle = range(-reach, reach + 1)
    expected = [DRAWS * weights[k] / total for k in middle]
    expected.append(DRAWS - math.fsum(expected))
    counted = [int(np.count_nonzero(drawn == k)) for k in middle]
    counted.append(DRAWS - sum(counted))
    statistic = sum((c - e) ** 2 / e for c, e in zip(counted, expected, strict=True))

    assert statistic <= chi2.isf(FALSE_ALARM, len(expected) - 1)


@pytest.mark.parametrize("draw", [discrete_gaussian, DERIVED], ids=["drawn", "derived"])
def test_neighbouring_draws_do_not_depend_on_each_other(draw: Noise) -> None:
    drawn = draw(DRAWS, Fraction(50)).astype(float)

    correlation = float(np.corrcoef(drawn[:-1], drawn[1:])[0, 1])

    assert abs(correlation) <= norm.isf(FALSE_ALARM / 2) / math.sqrt(DRAWS)


@pytest.mark.parametrize("variance", [Fraction(10), Fraction(100)], ids=str)
def test_half_width_holds_at_least_95_times_in_100(variance: Fraction) -> None:
    drawn = discrete_gaussian(DRAWS, variance)

    held = int(np.count_nonzero(np.abs(drawn) <= half_width(variance)))

    assert binomtest(held, DRAWS, 0.95, alternative="less").pvalue > FALSE_ALARM


def test_half_width_of_a_day_of_hours_holds() -> None:
    sums = discrete_gaussian(24 * 2_000, Fraction(10)).reshape(2_000, 24).sum(axis=1)

    held = int(np.count_nonzero(np.abs(sums) <= half_width_of_sum([Fraction(10)] * 24)))

    assert binomtest(held, 2_000, 0.95, alternative="less").pvalue > FALSE_ALARM


def test_half_width_of_both_parties_noise_holds() -> None:
    both = discrete_gaussian(DRAWS, Fraction(2)) + discrete_gaussian(DRAWS, Fraction(2))

    held = int(np.count_nonzero(np.abs(both) <= half_width(Fraction(2), 2)))

    assert binomtest(held, DRAWS, 0.95, alternative="less").pvalue > FALSE_ALARM
