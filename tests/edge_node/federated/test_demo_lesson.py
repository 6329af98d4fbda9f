"""The demo learns by the plan of `learn run`, and tells no more than happened. (Live: test_demo.py.)"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from edge_node.federated.demo_lesson import FEWEST_STORES, MOST_ROUNDS, ROUNDS, learnt, lesson_policies
from policies.learning import learning_terms
from policies.loader import load_bundle
from policies.schema import LearningTerms

FIGURES: dict[str, Any] = {
    "rounds_completed": 1,
    "rounds_refused": [{"round": 2, "reason": "too_few_nodes"}],
    "participants": [6],
    "seconds_per_round": [2.1],
    "epsilon": 0.43,
    "simulated": True,
}


def test_the_chain_may_learn_from_the_start_and_pays_for_every_round(tmp_path: Path) -> None:
    bundle = load_bundle(lesson_policies(tmp_path))

    terms = learning_terms(bundle, datetime(2026, 6, 15, tzinfo=UTC))
    assert isinstance(terms, LearningTerms)
    assert terms.minimum_nodes == FEWEST_STORES
    budget, price = bundle.chain.budget.exact_learn, terms.rho_per_round
    assert ROUNDS * price <= MOST_ROUNDS * price <= budget < (MOST_ROUNDS + 1) * price


def test_refused_rounds_are_counted() -> None:
    found = learnt(FIGURES)

    assert (found.rounds_completed, found.rounds_refused, found.participants) == (1, 1, (6,))


def test_figures_of_another_form_are_not_told() -> None:
    with pytest.raises(ValidationError):
        learnt(FIGURES | {"participants": "six"})
