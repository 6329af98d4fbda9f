"""The helper takes one good share of each node and round, and no other."""

from typing import Any

import pytest

from aggregator.federated.tables import RoundShareRow
from shared.wire.codec import decode_envelope, encode_envelope
from tests.support.learning_world import LearningWorld, put_in_force, retire, vector_of, with_terms

VECTOR = vector_of([0, 0, 0, 0])


def share(world: LearningWorld, **changes: Any) -> bytes:
    return world.envelopes(world.edges[0], VECTOR, world.told(), **changes)["helper"]


def test_good_share_is_kept_and_acknowledged_again(world: LearningWorld) -> None:
    envelope = share(world)

    statuses = [world.post(envelope).status_code for _ in range(2)]

    assert statuses == [201, 200]
    (row,) = world.hubs.helper.rows(RoundShareRow)
    assert (row.round, row.edge_id) == (1, world.edges[0].edge_id)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"policy_hash": bytes(32)}, "unknown_policy"),
        ({"task_id": "learn.faces"}, "unknown_task"),
        ({"epoch": 0}, "batch_collected"),
        ({"epoch": 5_000}, "epoch_outside_window"),
    ],
    ids=["another policy", "another task", "a round long over", "a round far ahead"],
)
def test_share_of_something_else_is_refused(
    world: LearningWorld, changes: dict[str, Any], problem: str
) -> None:
    answer = world.post(share(world, **changes))

    assert answer.json()["type"].endswith(problem)
    assert world.hubs.helper.rows(RoundShareRow) == []


def test_second_share_of_a_round_is_refused(world: LearningWorld) -> None:
    world.post(share(world))

    assert world.post(share(world)).json()["type"].endswith("second_report")


def test_another_share_under_the_same_id_is_refused(world: LearningWorld) -> None:
    report_id = b"\x01" * 16
    world.post(share(world, report_id=report_id))

    answer = world.post(share(world, report_id=report_id))

    assert answer.json()["type"].endswith("duplicate_report")


def test_leaders_share_is_refused(world: LearningWorld) -> None:
    envelope = world.envelopes(world.edges[0], VECTOR, world.told())["leader"]

    assert world.post(envelope).json()["type"].endswith("wrong_role")


def test_forged_and_cut_messages_are_refused(world: LearningWorld) -> None:
    good = decode_envelope(share(world))
    forged = encode_envelope(
        type(good)(good.header, good.role, good.key_id, good.ciphertext, good.other, bytes(64))
    )

    problems = [world.post(body).json()["type"].rpartition(":")[2] for body in (forged, forged[:100])]

    assert problems == ["bad_signature", "malformed"]


def test_retired_node_is_unknown(world: LearningWorld) -> None:
    retire(world.hubs.helper.hub, world.edges[0])

    assert world.post(share(world)).json()["type"].endswith("unknown_edge")


def test_without_terms_no_share_is_taken(world: LearningWorld) -> None:
    later = with_terms(world.bundle, None)
    put_in_force(world.hubs.helper.hub, later, world.hubs.world)

    answer = world.post(share(world, policy_hash=later.hash))

    assert answer.json()["type"].endswith("unknown_task")


def test_share_that_does_not_open_is_refused(world: LearningWorld) -> None:
    other = decode_envelope(world.envelopes(world.edges[0], VECTOR, world.told(9))["helper"])
    good = decode_envelope(share(world))
    mixed = type(good)(good.header, good.role, good.key_id, other.ciphertext, good.other, bytes(64))
    signed = world.hubs.world.sign(world.edges[0], mixed)

    assert world.post(encode_envelope(signed)).json()["type"].endswith("cannot_open")
