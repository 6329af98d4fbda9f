"""What a document may say."""

import pytest
from pydantic import ValidationError

from policies.loader import load_bundle
from policies.schema import BudgetShares, ChainPolicy, MetricRule

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
