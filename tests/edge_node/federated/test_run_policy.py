"""The policy of `learn run` is the shipped one with hours and terms for learning, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

from edge_node.federated.code_hash import code_hash
from edge_node.federated.run_policy import PURPOSE, run_policies
from policies.difference import difference
from policies.learning import learning_terms
from policies.loader import load_bundle
from policies.schema import LearningTerms
from shared.schemas.training_plan import TrainingPlan

PLAN = TrainingPlan(model_version=1, parameters=4, noise_multiplier="10")


def test_terms_name_plan_and_code(tmp_path: Path) -> None:
    bundle = load_bundle(run_policies(tmp_path, PLAN))

    terms = learning_terms(bundle, datetime(2026, 6, 15, tzinfo=UTC))
    assert isinstance(terms, LearningTerms)
    assert (terms.plan, terms.code_hash) == (PLAN, code_hash())


def test_nothing_else_is_changed(tmp_path: Path) -> None:
    changes = difference(load_bundle(), load_bundle(run_policies(tmp_path, PLAN)))

    assert {one.path for one in changes} == {
        "chain.cohort_closes_days",
        "chain.learning",
        f"documents.{PURPOSE}.training_hours",
        f"documents.{PURPOSE}.retention.window_hours",
    }
