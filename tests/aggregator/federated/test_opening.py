"""A leader's share opens for the leader alone, and only at the plan's length."""

import numpy as np

from aggregator.database import reading
from aggregator.federated.opening import opened
from privacy.payload import decode_leader_share
from shared.wire.codec import decode_envelope, encode_envelope
from shared.wire.problems import Problem
from tests.support.learning_world import PLAN, LearningWorld, vector_of


def verdict(world: LearningWorld, body: bytes) -> str:
    hub = world.hubs.leader.hub
    with reading(hub.engine) as session:
        found = opened(session, body, hub)
    return found.name if isinstance(found, Problem) else ""


def test_share_is_opened_and_says_nothing_by_itself(world: LearningWorld) -> None:
    vector = vector_of([0, 0, 0, 0])
    envelope = world.envelopes(world.edges[0], vector, world.told())["leader"]
    hub = world.hubs.leader.hub

    with reading(hub.engine) as session:
        found = opened(session, envelope, hub)

    assert not isinstance(found, Problem)
    share = decode_leader_share(found[1], PLAN.length)
    assert not np.array_equal(share.values.view(np.int64), vector)


def test_vector_of_another_length_is_refused(world: LearningWorld) -> None:
    envelope = world.envelopes(world.edges[0], np.zeros(3, dtype=np.int64), world.told())["leader"]

    assert verdict(world, envelope) == "wrong_length"


def test_share_without_its_twin_is_refused(world: LearningWorld) -> None:
    good = decode_envelope(world.envelopes(world.edges[0], vector_of([0, 0, 0, 0]), world.told())["leader"])
    alone = type(good)(good.header, good.role, good.key_id, good.ciphertext, b"", bytes(64))
    signed = encode_envelope(world.hubs.world.sign(world.edges[0], alone))

    assert verdict(world, signed) == "wrong_lane"


def test_nonsense_is_malformed(world: LearningWorld) -> None:
    assert verdict(world, b"") == "malformed"
