"""Whoever asks the leader gets the model in use, signed; a rollback is a newer one of older weights."""

import pytest

from aggregator.database import writing
from aggregator.federated import lineage
from aggregator.federated.model_routes import MODELS
from edge_node.uplink.directory import verify_model
from tests.support.learning_world import TASK, WEIGHTS, LearningWorld


def asked(world: LearningWorld, after: int = 0) -> bytes:
    answer = world.hubs.leader.client.get(MODELS, params={"task": TASK, "after": str(after)})
    assert answer.is_success
    return bytes(answer.content)


def root(world: LearningWorld) -> bytes:
    return bytes(world.hubs.leader.hub.root.public_key)


def test_the_model_in_use_is_given_under_the_leaders_signature(world: LearningWorld) -> None:
    found = verify_model(asked(world), root(world))

    assert bytes.fromhex(found.weights) == WEIGHTS.astype("<f4").tobytes()
    assert (found.model.made_by, found.model.round) == ("start", 0)


def test_a_round_makes_a_newer_version(world: LearningWorld) -> None:
    first = verify_model(asked(world), root(world)).model
    world.round()

    second = verify_model(asked(world, first.version), root(world)).model

    assert second.version > first.version
    assert (second.made_by, second.parent) == ("round", first.model_hash)


def test_a_rollback_is_a_newer_version_of_older_weights(world: LearningWorld) -> None:
    first = verify_model(asked(world), root(world))
    world.round()
    hub = world.hubs.leader.hub
    with writing(hub.engine) as session:
        lineage.roll_back(session, TASK, 0, hub.clock.now())

    back = verify_model(asked(world), root(world))

    assert back.weights == first.weights
    assert back.model.version == first.model.version + 2


def test_the_version_held_is_not_sent_again(world: LearningWorld) -> None:
    held = verify_model(asked(world), root(world)).model.version

    assert asked(world, held) == b""


def test_of_a_task_without_a_model_there_is_none(world: LearningWorld) -> None:
    answer = world.hubs.leader.client.get(MODELS, params={"task": "learn.other", "after": "0"})

    assert answer.status_code == 204


@pytest.mark.parametrize("query", ["", "?task=intent&after=0", f"?task={TASK}", f"?task={TASK}&after=-1"])
def test_nonsense_is_malformed(world: LearningWorld, query: str) -> None:
    assert world.hubs.leader.client.get(MODELS + query).json()["type"].endswith("malformed")


def test_the_helper_has_none(world: LearningWorld) -> None:
    assert world.hubs.helper.client.get(MODELS).status_code == 404
