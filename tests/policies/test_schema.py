"""What a document may say."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from policies.loader import load_bundle
from policies.schema import BudgetShares, ChainPolicy, LearningTerms, MetricRule, PolicyDocument
from shared.schemas.training_plan import TrainingPlan

BOUND = {"max_cells": 1, "max_per_cell": 1, "l2_squared": 1}


def rule(rho: dict[str, str]) -> MetricRule:
    """Return a footfall rule at the prices."""
    fields = {"name": "footfall", "lane": "site", "unit_size": 1, "rho": rho, "bound": BOUND}
    return MetricRule.model_validate(fields)


@pytest.mark.parametrize(
    ("rho", "says"),
    [
        ({}, "at least one level"),
        ({"hour": "0/1"}, "must lie in"),
        ({"hour": "a lot"}, "exact fraction"),
        ({"minute": "1/20"}, "hour"),
    ],
    ids=["no level", "free", "not a number", "unknown level"],
)
def test_a_price_is_exact_and_positive(rho: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        rule(rho)


def test_doors_never_sum_to_more_than_the_total() -> None:
    with pytest.raises(ValidationError, match="more than the total"):
        BudgetShares(total="1/4", site="1/5", cohort="1/20", learn="1/20")


def test_cohort_vectors_are_laid_out_by_zone_type() -> None:
    chain = load_bundle().chain

    assert chain.layout.zone_types == chain.zone_types


def test_no_policy_allows_sums_over_fewer_than_five_sites() -> None:
    chain = load_bundle().chain.model_dump() | {"minimum_batch": 4}

    with pytest.raises(ValidationError, match="greater than or equal to 5"):
        ChainPolicy.model_validate(chain)


def test_a_rounds_price_is_every_step_of_the_plan() -> None:
    plan = TrainingPlan(model_version=1, parameters=4, steps=3, noise_multiplier="10")
    terms = LearningTerms(task="intent", purpose="zones", plan=plan, code_hash="0" * 64)

    assert terms.rho_per_round == Fraction(3, 200)
    assert terms.task_id == "learn.intent"


def test_share_for_learning_is_exact() -> None:
    budget = BudgetShares(total="1/4", site="0", cohort="0", learn="3/100")

    assert budget.exact_learn == Fraction(3, 100)
    assert budget.exact_total == Fraction(1, 4)


@pytest.mark.parametrize("field", ["minimum_nodes", "group_size"])
def test_learning_needs_five_nodes(field: str) -> None:
    plan = TrainingPlan(model_version=1, parameters=4)

    with pytest.raises(ValidationError):
        LearningTerms(task="intent", purpose="zones", plan=plan, code_hash="0" * 64, **{field: 4})


def test_a_purpose_is_for_something() -> None:
    document = load_bundle(optional=["learning"]).documents[-1].model_dump()

    assert PolicyDocument.model_validate(document).metrics == ()
    with pytest.raises(ValidationError, match="expected metrics to measure or hours to train in"):
        PolicyDocument.model_validate(document | {"training_hours": ()})
