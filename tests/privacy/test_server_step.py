"""The model moves by the mean update, plainly or scaled."""

import numpy as np
import pytest

from privacy.server_step import ServerState, begun, moved
from shared.schemas.training_plan import TrainingPlan

PLAIN = TrainingPlan(model_version=1, parameters=2, server_learning_rate=0.5)
ADAM = PLAIN.model_copy(update={"algorithm": "fedadam"})
START = begun(np.float32([1, 1]))


def test_plainly_it_moves_along_the_update() -> None:
    state = moved(PLAIN, START, np.array([2.0, -4.0]))

    assert state.weights.tolist() == [2.0, -1.0]
    assert state.moves == 1


def test_fedadam_takes_a_first_step_of_one_length_in_every_entry() -> None:
    state = moved(ADAM, START, np.array([100.0, -1.0]))

    assert np.allclose(state.weights, [1.5, 0.5], atol=1e-3)


def test_fedadam_is_the_source_written_out() -> None:
    state, first, second = START, 0.0, 0.0
    for number, update in enumerate((0.3, -0.1, 0.2), start=1):
        state = moved(ADAM, state, np.full(2, update))
        first, second = 0.9 * first + 0.1 * update, 0.99 * second + 0.01 * update**2
        expected = 0.5 * (first / (1 - 0.9**number)) / ((second / (1 - 0.99**number)) ** 0.5 + 1e-3)

    before = moved(ADAM, moved(ADAM, START, np.full(2, 0.3)), np.full(2, -0.1)).weights[0]
    assert state.weights[0] - before == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("update", [np.array([np.nan, 0.0]), np.zeros(3)], ids=["no number", "too long"])
def test_what_is_no_update_moves_nothing(update: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected a finite update"):
        moved(PLAIN, START, update)


def test_a_state_prints_no_numbers() -> None:
    assert repr(ServerState(*[np.zeros(2)] * 3, 4)) == "ServerState(2 weights, 4 moves)"  # type: ignore[arg-type]
