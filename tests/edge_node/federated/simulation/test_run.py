"""A simulation says what it is, what it cost and how far from the best it is."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from edge_node.federated.simulation.plans import plan_for
from edge_node.federated.simulation.rounds import Scenario
from edge_node.federated.simulation.run import answer_of, judged, played, rho_for
from edge_node.federated.simulation.shops import Chain
from privacy.budget import epsilon

SCENARIO = Scenario(Chain(5, 6, skew=1.0, examples=60), plan_for("fedavg", 2, Fraction(1, 4)))


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = played(SCENARIO, 2)
    played(SCENARIO, 1, file=tmp_path / "half.npz")
    told: list[int] = []

    resumed = played(SCENARIO, 2, file=tmp_path / "half.npz", progress=lambda _, done, __: told.append(done))

    assert (resumed.state.weights == whole.state.weights).all()
    assert resumed.reports == whole.reports
    assert told == [7, 8, 9, 10, 11, 12]


def test_what_is_said_names_noise_price_and_the_best(tmp_path: Path) -> None:
    answer = answer_of(SCENARIO, played(SCENARIO, 2), seconds=1.0)

    assert answer["simulated"] is True
    assert answer["noise"] == "from a seed"
    assert answer["epsilon"] == pytest.approx(epsilon(Fraction(1, 4)), abs=0.02)
    assert 0.3 < float(str(answer["share_of_best"])) < 1.0


def test_without_noise_no_price_is_named() -> None:
    silent = replace(SCENARIO, is_silent=True)

    answer = answer_of(silent, played(silent, 1), seconds=1.0)

    assert (answer["noise"], answer["rho"], answer["epsilon"]) == ("none", None, None)


def test_no_model_is_better_than_the_best() -> None:
    found = judged(SCENARIO.chain, played(SCENARIO, 1).state)

    assert found.model.accuracy < found.best.accuracy


def test_the_budget_for_an_epsilon_does_not_exceed_it() -> None:
    rho = rho_for(4.0)

    assert epsilon(rho) <= 4.0 < epsilon(rho + Fraction(1, 10**6))
