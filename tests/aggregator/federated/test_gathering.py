"""One good reply of each node is kept, whatever else comes."""

import pytest

from aggregator.federated.gathering import Gathering
from tests.support.learning_world import LearningWorld, vector_of

VECTOR = vector_of([0, 0, 0, 0])


@pytest.fixture
def gathering(world: LearningWorld) -> Gathering:
    return Gathering(world.hubs.leader.hub, world.told())


def reply(world: LearningWorld, number: int, *, of_round: int = 1) -> bytes:
    return world.envelopes(world.edges[number], VECTOR, world.told(of_round))["leader"]


def test_good_replies_are_kept(world: LearningWorld, gathering: Gathering) -> None:
    reasons = [gathering.take(reply(world, number)) for number in range(3)]

    assert reasons == ["", "", ""]
    assert len(gathering.shares) == 3
    assert gathering.received_bytes > 3_000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (lambda world: reply(world, 0), "second_report"),
        (lambda world: reply(world, 1, of_round=2), "stale_model"),
        (lambda _: b"no envelope", "malformed"),
    ],
    ids=["the same node again", "another round", "nonsense"],
)
def test_others_are_left_out(world: LearningWorld, gathering: Gathering, body: object, reason: str) -> None:
    gathering.take(reply(world, 0))

    assert gathering.take(body(world)) == reason  # type: ignore[operator]
    assert len(gathering.shares) == 1
