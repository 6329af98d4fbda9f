"""Every model has a parent, every number is used once, and the way back is a way on."""

from fractions import Fraction

import numpy as np
import pytest

from aggregator.database import writing
from aggregator.federated import lineage
from aggregator.federated.errors import LearnError
from aggregator.hub import Hub
from tests.support.learning_world import PLAN, TASK, WEIGHTS
from tests.support.vector_world import NOW


def origin(number: int) -> lineage.Origin:
    return lineage.Origin(number, 5, Fraction(number, 200), "ab" * 32)


def grow(hub: Hub, rounds: int) -> None:
    with writing(hub.engine) as session:
        held = lineage.start(session, TASK, WEIGHTS, PLAN, NOW)
        for number in range(1, rounds + 1):
            held = lineage.descend(session, held, WEIGHTS + number, "{}", origin(number), NOW)


def test_models_descend_from_one_another(leader_hub: Hub) -> None:
    grow(leader_hub, 2)

    with writing(leader_hub.engine) as session:
        first, second, third = lineage.models(session)

    assert (first.parent, second.parent, third.parent) == ("", first.model_hash, second.model_hash)
    assert (third.round, third.participants, third.rho) == (2, 5, "1/100")


def test_starting_again_changes_nothing(leader_hub: Hub) -> None:
    grow(leader_hub, 1)

    with writing(leader_hub.engine) as session:
        held = lineage.start(session, TASK, WEIGHTS, PLAN, NOW)

    assert held.round == 1


def test_another_plan_starts_anew(leader_hub: Hub) -> None:
    grow(leader_hub, 1)
    other = PLAN.model_copy(update={"steps": 2})

    with writing(leader_hub.engine) as session:
        held = lineage.start(session, TASK, WEIGHTS, other, NOW)

    assert (held.round, held.made_by) == (0, "start")


@pytest.mark.parametrize("number", [0, 1])
def test_rolling_back_adds_the_older_weights(leader_hub: Hub, number: int) -> None:
    grow(leader_hub, 3)

    with writing(leader_hub.engine) as session:
        back = lineage.roll_back(session, TASK, number, NOW)
        made = lineage.models(session)

    assert np.array_equal(lineage.from_bytes(back.weights), WEIGHTS + number)
    assert (back.made_by, back.parent) == ("rollback", made[-2].model_hash)
    assert len(made) == 5


def test_a_round_without_a_model_is_no_way_back(leader_hub: Hub) -> None:
    grow(leader_hub, 1)

    with writing(leader_hub.engine) as session, pytest.raises(LearnError, match="expected a round"):
        lineage.roll_back(session, TASK, 7, NOW)


def test_a_round_left_running_was_interrupted(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        lineage.begin(session, TASK, NOW)
        second = lineage.begin(session, TASK, NOW)
        first, _ = lineage.rounds(session)

    assert second.round == 2
    assert (first.state, first.reason) == ("refused", lineage.INTERRUPTED)


@pytest.mark.parametrize("data", [b"", b"123", np.array([np.nan], dtype="<f4").tobytes()])
def test_bytes_that_are_no_weights_are_refused(data: bytes) -> None:
    with pytest.raises(LearnError):
        lineage.from_bytes(data)
