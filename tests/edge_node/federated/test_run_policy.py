"""The policy of `learn run` is the shipped one with the shipped document and terms for learning."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.demo.chain import chain
from edge_node.federated.code_hash import code_hash
from edge_node.federated.run_policy import INVENTED, PURPOSE, run_policies, terms_table
from policies.difference import difference
from policies.learning import learning_terms
from policies.loader import load_bundle
from policies.schema import LearningTerms
from policies.training import learning_purposes
from shared.schemas.training_plan import TrainingPlan

PLAN = TrainingPlan(model_version=1, parameters=4, noise_multiplier="10")
NIGHT, NOON = datetime(2026, 6, 15, 1, 30, tzinfo=UTC), datetime(2026, 6, 15, 12, tzinfo=UTC)
SHIPPED = load_bundle(optional=[PURPOSE])


def test_terms_name_plan_and_code(tmp_path: Path) -> None:
    bundle = load_bundle(run_policies(tmp_path, PLAN, NOON))

    terms = learning_terms(bundle, NOON)
    assert isinstance(terms, LearningTerms)
    assert (terms.plan, terms.code_hash) == (PLAN, code_hash())
    assert [one.document.purpose for one in learning_purposes(bundle)] == [PURPOSE]


@pytest.mark.parametrize(("now", "hours"), [(NIGHT, set()), (NOON, {f"documents.{PURPOSE}.training_hours"})])
def test_hours_are_changed_only_where_the_shipped_ones_do_not_cover_the_run(
    tmp_path: Path, now: datetime, hours: set[str]
) -> None:
    changes = difference(SHIPPED, load_bundle(run_policies(tmp_path, PLAN, now)))

    assert {one.path for one in changes} == hours | {
        "chain.cohort_closes_days",
        "chain.learning",
        f"documents.{PURPOSE}.dpia_reference",
    }


def test_every_time_zone_of_the_invented_stores_is_asked() -> None:
    assert {one.timezone for one in chain(60)} == {one.timezone for one in chain(INVENTED)}


def test_the_table_says_what_the_code_here_is() -> None:
    assert f'code_hash = "{code_hash()}"' in terms_table(PLAN)
