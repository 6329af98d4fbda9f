"""A canary track in a store's releases cannot be told beyond ε; with the noise off it can.

False alarm: 1e-7 for each ε, the confidence of the bound.
"""

import pytest

from privacy.budget import epsilon
from tests.adversary.canary_releases import EPSILONS, footfall_at, rho_of, rows
from tests.adversary.row import fallen


def test_every_row_stands() -> None:
    found = rows(scale="small", seed=1)

    assert [row.bound for row in found] == [target for target in EPSILONS for _ in range(2)]
    assert fallen(found) == []


@pytest.mark.parametrize("target", EPSILONS)
def test_the_price_is_the_largest_that_the_promise_allows(target: float) -> None:
    rho = rho_of(target)

    assert epsilon(rho) <= target < epsilon(rho * 1001 / 1000)


def test_the_policy_spends_the_whole_budget_on_one_number() -> None:
    bundle = footfall_at(rho_of(1.0))

    assert [rule.rho for document in bundle.documents for rule in document.metrics] == [
        {"hour": bundle.chain.budget.total}
    ]
