"""What an auditor proves stays under the truth: the exact profile of a Gaussian. Its scores are seeded."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, norm

from privacy.budget import DELTA
from tests.adversary.membership import epsilon_lower_bound, lower, upper

MISS = 0.025


def true_epsilon(sigma: float) -> float:
    """Return ε at DELTA of one Gaussian with a shift of 1. Source: Balle and Wang 2018, theorem 8."""

    def excess(epsilon: float) -> float:
        a, b = 1 / (2 * sigma), epsilon * sigma
        return float(norm.cdf(a - b) - math.exp(epsilon) * norm.cdf(-a - b)) - float(DELTA)

    return float(brentq(excess, 0, 100))


@pytest.mark.parametrize("sigma", [0.5, 1.0, 4.0])
def test_the_bound_stays_under_the_truth(sigma: float) -> None:
    rng = np.random.default_rng(5)

    proved = epsilon_lower_bound(rng.normal(1, sigma, 20_000), rng.normal(0, sigma, 20_000))

    assert proved <= true_epsilon(sigma)


def test_the_bound_finds_out_noise_that_is_too_small() -> None:
    rng = np.random.default_rng(5)

    proved = epsilon_lower_bound(rng.normal(1, 0.4, 20_000), rng.normal(0, 0.4, 20_000))

    assert proved > true_epsilon(1.0)


def test_without_noise_the_bound_grows_with_the_trials() -> None:
    few, many = (epsilon_lower_bound(np.ones(n), np.zeros(n)) for n in (100, 10_000))

    assert 2 < few < many


def test_scores_that_say_nothing_prove_nothing() -> None:
    assert epsilon_lower_bound(np.zeros(1000), np.zeros(1000)) == 0


@pytest.mark.parametrize(("successes", "trials"), [(0, 30), (3, 30), (30, 30)], ids=["none", "some", "all"])
def test_the_intervals_are_those_of_clopper_and_pearson(successes: int, trials: int) -> None:
    low, high = lower(successes, trials, MISS), upper(successes, trials, MISS)

    assert successes == 0 or binom.sf(successes - 1, trials, low) == pytest.approx(MISS)
    assert successes == trials or binom.cdf(successes, trials, high) == pytest.approx(MISS)
    assert (low == 0) == (successes == 0)
    assert (high == 1) == (successes == trials)
