"""The server's memory comes back as it was, and only to the model it belongs to."""

import numpy as np
import pytest

from aggregator.federated.errors import LearnError
from aggregator.federated.optimiser import recalled, remembered
from privacy.server_step import begun, moved
from shared.schemas.training_plan import TrainingPlan
from tests.support.learning_world import PLAN, WEIGHTS

UPDATE = np.array([1.0, -2.0, 0.0, 0.5])
FEDADAM = TrainingPlan.model_validate(PLAN.model_dump() | {"algorithm": "fedadam"})


def test_fedadam_goes_on_as_if_nothing_had_been_written_down() -> None:
    once = moved(FEDADAM, begun(WEIGHTS), UPDATE)

    again = moved(FEDADAM, recalled(once.weights, remembered(once)), UPDATE)

    straight = moved(FEDADAM, once, UPDATE)
    assert again.weights.tolist() == straight.weights.tolist()
    assert (again.momentum.tolist(), again.moves) == (straight.momentum.tolist(), 2)


def test_a_first_model_has_nothing_to_remember() -> None:
    state = recalled(WEIGHTS, "{}")

    assert (state.moves, state.momentum.any(), state.spread.any()) == (0, False, False)


def test_without_moments_only_the_moves_are_kept() -> None:
    state = moved(PLAN, begun(WEIGHTS), UPDATE)

    assert len(remembered(state)) < 60
    assert recalled(state.weights, remembered(state)).moves == 1


def test_the_memory_of_another_model_is_refused() -> None:
    once = moved(FEDADAM, begun(WEIGHTS), UPDATE)

    with pytest.raises(LearnError, match="expected moments of 3 weights, got 4"):
        recalled(WEIGHTS[:3], remembered(once))
