"""A plan's rounds together cost what may be paid, and hardly less."""

from fractions import Fraction

import pytest

from edge_node.federated.simulation.plans import noise_multiplier_for, plan_for


@pytest.mark.parametrize("rounds", [1, 3, 12, 100])
@pytest.mark.parametrize("rho", [Fraction(3, 100), Fraction(1, 4), Fraction(2)])
def test_all_rounds_cost_no_more_than_rho(rounds: int, rho: Fraction) -> None:
    plan = plan_for("fedadam", rounds, rho)

    price = rounds * plan.steps * plan.rho_per_step

    assert Fraction(99, 100) * rho < price <= rho


def test_the_multiplier_is_exact() -> None:
    assert noise_multiplier_for(Fraction(1, 8), 1) == "2000/1000"


def test_fedprox_pulls_and_the_others_do_not() -> None:
    assert plan_for("fedprox", 2, None).proximal > 0
    assert plan_for("fedavg", 2, None).proximal == 0
