"""How learning stands is told whole: refusals, price, and whether anything defends it."""

from aggregator.database import reading
from aggregator.federated.standing import NO_DEFENCE, standing
from tests.support.learning_world import LearningWorld


def told(world: LearningWorld) -> dict[str, object]:
    with reading(world.hubs.leader.hub.engine) as session:
        return standing(session)


def test_every_round_and_model_is_told(world: LearningWorld) -> None:
    world.nodes.there = 4
    world.round(sample_s=1)
    world.nodes.there = 6
    world.round()

    found = told(world)

    rounds, models = found["rounds"], found["models"]
    assert isinstance(rounds, list)
    assert isinstance(models, list)
    assert [one["state"] for one in rounds] == ["refused", "completed"]
    assert [one["made_by"] for one in models] == ["start", "round"]
    assert "weights" not in models[0]
    assert found["rho"] == "1/200"


def test_without_groups_it_says_that_there_is_no_defence(world: LearningWorld) -> None:
    world.round()

    assert told(world)["defence"] == NO_DEFENCE
