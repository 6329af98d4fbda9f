"""ε is what the design states, checked against a direct evaluation of the privacy profile."""

import math
from fractions import Fraction
from itertools import product

import dp_accounting
import numpy as np
import pytest
from dp_accounting.pld import PLDAccountant
from dp_accounting.rdp import RdpAccountant
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from privacy.budget import epsilon, person_cost

rhos = st.fractions(min_value=Fraction(1, 1000), max_value=8, max_denominator=1000)


@pytest.mark.parametrize(
    ("rho", "stated"), [(Fraction(1, 4), 3.54), (Fraction(1, 10), 2.14)], ids=["default", "strict"]
)
def test_epsilon_is_the_one_the_design_states(rho: Fraction, stated: float) -> None:
    assert round(epsilon(rho), 2) == stated


def test_four_tracks_cost_what_the_design_states() -> None:
    cost = person_cost(Fraction(1, 4), 4)

    assert (round(cost.epsilon_low, 1), round(cost.epsilon_high, 1)) == (7.8, 17.9)


@settings(max_examples=40)
@given(rhos)
def test_delta_at_epsilon_is_the_delta_asked_for(rho: Fraction) -> None:
    stated = epsilon(rho)

    def log_delta(order: float) -> float:
        above = math.exp(order)
        alpha = 1 + above
        return above * (alpha * float(rho) - stated) - order + alpha * (order - math.log(alpha))

    least = minimize_scalar(log_delta, bounds=(-6, 12), method="bounded", options={"xatol": 1e-10})

    assert math.exp(least.fun) == pytest.approx(1e-6, rel=1e-4)


@given(rhos)
def test_epsilon_lies_between_the_gaussian_truth_and_the_textbook_bound(rho: Fraction) -> None:
    stated, mu = epsilon(rho), math.sqrt(2 * rho)

    gaussian_delta = norm.cdf(mu / 2 - stated / mu) - math.exp(stated) * norm.cdf(-mu / 2 - stated / mu)

    assert gaussian_delta <= 1e-6
    assert stated <= float(rho) + 2 * math.sqrt(float(rho) * math.log(1e6))


@given(rhos, rhos)
def test_more_rho_never_means_less_epsilon(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))

    assert epsilon(low) <= epsilon(high)


GRID = list(
    product(
        [Fraction(1, 200), Fraction(3, 100), Fraction(1, 10), Fraction(1, 4), Fraction(4)],
        [Fraction(1, 10**9), Fraction(1, 10**6), Fraction(1, 10**3)],
    )
)
"""Prices from the cheapest metric to a person of four tracks, and three δ."""
ORDERS = 1 + np.exp(np.linspace(-5, 9, 700))
"""Rényi orders that dp-accounting looks at; the least of them all is what it states."""


@pytest.mark.parametrize(("rho", "delta"), GRID, ids=lambda each: f"{float(each):g}")
def test_dp_accounting_states_the_same(rho: Fraction, delta: Fraction) -> None:
    """Google's library searches a grid of orders, so it may be above by what the grid misses."""
    other = RdpAccountant(ORDERS)
    other.compose(dp_accounting.ZCDpEvent(float(rho)))

    theirs = other.get_epsilon(float(delta))

    assert theirs * (1 - 1e-3) <= epsilon(rho, delta) <= theirs + 1e-8


@pytest.mark.parametrize(("rho", "delta"), GRID, ids=lambda each: f"{float(each):g}")
def test_dp_accounting_finds_no_release_dearer_than_stated(rho: Fraction, delta: Fraction) -> None:
    """One Gaussian of that price, its privacy loss followed exactly."""
    other = PLDAccountant()
    other.compose(dp_accounting.GaussianDpEvent(math.sqrt(1 / (2 * float(rho)))))

    assert other.get_epsilon(float(delta)) <= epsilon(rho, delta)


def test_nothing_spent_is_nothing_lost() -> None:
    assert epsilon(Fraction(0)) == 0.0


def test_epsilon_is_never_below_zero() -> None:
    assert epsilon(Fraction(1, 10**12), Fraction(1, 2)) == 0.0


def test_one_track_costs_once() -> None:
    cost = person_cost(Fraction(1, 4), 1)

    assert cost.epsilon_low == cost.epsilon_high == epsilon(Fraction(1, 4))


@pytest.mark.parametrize(
    ("rho", "delta"), [(Fraction(-1), Fraction(1, 2)), (Fraction(1), Fraction(0)), (Fraction(1), Fraction(1))]
)
def test_other_arguments_are_refused(rho: Fraction, delta: Fraction) -> None:
    with pytest.raises(ValueError, match="expected rho"):
        epsilon(rho, delta)


def test_nobody_makes_no_track() -> None:
    with pytest.raises(ValueError, match="at least one track"):
        person_cost(Fraction(1), 0)
