"""No order of policies and doors makes a track pay more than its total; doors without a ledger do."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.tasks import shares, tasks
from tests.adversary.row import fallen
from tests.adversary.sum_of_doors import BEGUN, WEEK, Paid, dearest, dearest_share, greedy, rows, timeline


def test_every_row_stands() -> None:
    assert fallen(rows(scale="small", seed=1)) == []


@settings(max_examples=4)
@given(st.integers(0, 2**32 - 1))
def test_no_policies_cost_a_track_more_than_its_total(seed: int) -> None:
    assert dearest_share(timeline(np.random.default_rng(seed)), is_guarded=True) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_every_policy_of_the_attacker_spends_what_it_may(seed: int) -> None:
    bundle = greedy(np.random.default_rng(seed), 1)

    paid = sum((task.exact_rho for task in tasks(bundle).values()), Fraction(0))

    assert Fraction(1, 3) * sum(shares(bundle).values()) < paid <= sum(shares(bundle).values())


def test_policies_cover_two_weeks_without_a_gap() -> None:
    reigns = timeline(np.random.default_rng(2))

    assert (reigns[0].first, reigns[-1].last) == (BEGUN, BEGUN + 2 * WEEK)
    assert all(one.last == other.first for one, other in pairwise(reigns))
    assert all(one.last - one.first >= timedelta(hours=1) for one in reigns)


def test_the_dearest_track_pays_for_what_is_around_its_moment() -> None:
    entries = [Paid(0, 10, Fraction(1)), Paid(5, 20, Fraction(2)), Paid(10, 30, Fraction(4))]

    assert dearest(entries) == 6
