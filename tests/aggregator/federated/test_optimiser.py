"""The server's step, against the papers' formulas worked by hand."""

import numpy as np
import pytest

from aggregator.federated.optimiser import Moments, read_moments, step, write_moments
from shared.schemas.training_plan import TrainingPlan
from tests.support.learning_world import PLAN, WEIGHTS

UPDATE = np.array([1.0, -2.0, 0.0, 0.5])


def plan(algorithm: str, rate: float = 1.0) -> TrainingPlan:
    proximal = 0.1 if algorithm == "fedprox" else 0.0
    fields = {"algorithm": algorithm, "server_learning_rate": rate, "proximal": proximal}
    return TrainingPlan.model_validate(PLAN.model_dump() | fields)


@pytest.mark.parametrize("algorithm", ["fedavg", "fedprox"])
def test_mean_update_is_followed(algorithm: str) -> None:
    weights, moments = step(WEIGHTS, UPDATE, Moments(), plan(algorithm, 0.5))

    assert weights.dtype == np.float32
    assert weights == pytest.approx(WEIGHTS + 0.5 * UPDATE)
    assert moments == Moments()


def test_first_step_of_fedadam() -> None:
    weights, moments = step(WEIGHTS, UPDATE, Moments(), plan("fedadam", 0.1))

    first, second = 0.1 * UPDATE, 0.01 * UPDATE**2
    assert weights == pytest.approx(WEIGHTS + 0.1 * first / (np.sqrt(second) + 1e-3), abs=1e-6)
    assert moments.first == pytest.approx(first)
    assert moments.second == pytest.approx(second)


def test_fedadam_remembers() -> None:
    _, once = step(WEIGHTS, UPDATE, Moments(), plan("fedadam"))

    _, twice = step(WEIGHTS, UPDATE, read_moments(write_moments(once)), plan("fedadam"))

    assert twice.first == pytest.approx(0.9 * 0.1 * UPDATE + 0.1 * UPDATE)


def test_a_vector_of_another_length_is_no_update() -> None:
    with pytest.raises(ValueError, match="expected an update of shape"):
        step(WEIGHTS, UPDATE[:3], Moments(), plan("fedavg"))
