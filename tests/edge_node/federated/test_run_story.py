"""`learn run` trains by a plan that the shipped budget pays for, and tells what came of it."""

from fractions import Fraction
from typing import Any, get_args

import pytest

from edge_node.federated.run_story import Wanted, figures, plan_of
from policies.loader import load_bundle
from shared.schemas.training_plan import Algorithm


def test_shipped_budget_pays_for_six_rounds() -> None:
    plan = plan_of(Wanted(6, 5))

    assert 6 * plan.steps * plan.rho_per_step <= load_bundle().chain.budget.exact_learn
    assert plan.rho_per_step == Fraction(1, 200)


@pytest.mark.parametrize("algorithm", get_args(Algorithm))
def test_every_algorithm_has_a_plan(algorithm: Algorithm) -> None:
    assert plan_of(Wanted(1, 5, algorithm)).algorithm == algorithm


def test_refused_rounds_are_told_apart_from_completed_ones() -> None:
    good = {"state": "completed", "round": 1, "reason": "", "participants": 5, "seconds": 2.0}
    rounds = [
        good | {"node_bytes": 9, "loss": 1.5, "hits": 0.5},
        {"state": "refused", "round": 2, "reason": "x"},
    ]
    standing: dict[str, Any] = {
        "rounds": rounds,
        "rho": "1/200",
        "epsilon": 0.4,
        "unit": "one track",
        "defence": "none",
    }

    found = figures(standing, "completed")

    assert (found["rounds_completed"], found["participants"]) == (1, [5])
    assert found["rounds_refused"] == [{"round": 2, "reason": "x"}]
    assert found["simulated"] is True
