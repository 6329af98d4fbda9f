"""A canary window in a store's update cannot be told beyond ε. False alarm: 1e-7 for each ε."""

import numpy as np
import pytest

from edge_node.federated.vectorising import Judge
from edge_node.intent.model import fresh
from privacy.budget import epsilon
from tests.adversary.canary_gradients import FORM, KnownJudge, examples, plan_at, rows
from tests.adversary.canary_releases import EPSILONS
from tests.adversary.row import fallen


def test_every_row_stands() -> None:
    found = rows(scale="small", seed=1)

    assert [row.bound for row in found] == list(EPSILONS)
    assert fallen(found) == []


@pytest.mark.parametrize("target", EPSILONS)
def test_a_plans_step_costs_what_the_promise_allows(target: float) -> None:
    assert 0.99 * target < epsilon(plan_at(target).rho_per_step) <= target


def test_what_is_remembered_is_what_the_network_says() -> None:
    weights = fresh(FORM, 1)
    _, there = examples(1)
    known = KnownJudge(FORM)
    known.judge(weights, there.windows, there.labels)

    again = known.judge(weights, there.windows, there.labels)

    assert np.array_equal(again.gradients, Judge(FORM).judge(weights, there.windows, there.labels).gradients)
