"""The helper sums exactly the agreed reports of a round, once, by its own groups."""

import numpy as np
import pytest

from aggregator.aggregate.digest import batch_digest
from aggregator.database import reading
from aggregator.errors import PeerError
from aggregator.federated.opening import opened
from aggregator.federated.peer import RoundHelper
from aggregator.federated.tables import NodeGroupRow, RoundShareRow, RoundSumRow
from aggregator.tables import LedgerRow
from privacy.payload import decode_leader_share
from privacy.shares import aggregate, combine
from shared.schemas.learning import Instruction, RoundSumAnswer, RoundSumRequest
from shared.wire.problems import Problem
from tests.support.learning_world import PLAN, LearningWorld, vector_of
from tests.support.vector_world import NOW

VECTOR = vector_of([0.25, 0, 0, 0])


def filled(world: LearningWorld, told: Instruction, nodes: int = 6) -> list[bytes]:
    for edge in world.edges[:nodes]:
        world.post(world.envelopes(edge, VECTOR, told)["helper"])
    return [row.report_id for row in world.hubs.helper.rows(RoundShareRow) if row.round == told.round]


def asked(world: LearningWorld, told: Instruction, ids: list[bytes]) -> RoundSumAnswer | Problem:
    return RoundHelper(world.hubs.client).sums(told, ids)


def test_held_names_what_is_held_under_the_very_instruction(world: LearningWorld) -> None:
    ids = filled(world, world.told())
    helper = RoundHelper(world.hubs.client)

    assert helper.held(world.told(), [*ids[:2], bytes(16)]) == set(ids[:2])
    assert helper.held(world.told(2), ids) == set()


def test_sum_and_the_leaders_shares_make_the_vectors(world: LearningWorld) -> None:
    told = world.told()
    both = [world.envelopes(edge, VECTOR, told) for edge in world.edges]
    for one in both:
        world.post(one["helper"])
    ids = [row.report_id for row in world.hubs.helper.rows(RoundShareRow)]

    answer = asked(world, told, ids)

    assert isinstance(answer, RoundSumAnswer)
    (total,) = answer.sums
    assert (total.group, len(total.report_ids)) == ("all", 6)
    hub = world.hubs.leader.hub
    with reading(hub.engine) as session:
        shares = [opened(session, one["leader"], hub) for one in both]
    own = aggregate((decode_leader_share(s[1], PLAN.length).values for s in shares), PLAN.length)  # type: ignore[index]
    helper = np.frombuffer(bytes.fromhex(total.share), dtype=">u8").astype(np.uint64)
    assert np.array_equal(combine(own, helper), 6 * VECTOR)


def test_repeated_question_has_the_same_answer(world: LearningWorld) -> None:
    ids = filled(world, world.told())

    first, second = (asked(world, world.told(), ids) for _ in range(2))

    assert isinstance(first, RoundSumAnswer)
    assert isinstance(second, RoundSumAnswer)
    assert first.sums == second.sums
    assert len(world.hubs.helper.rows(LedgerRow)) == 1


def test_summed_shares_are_scrubbed_and_older_ones_too(world: LearningWorld) -> None:
    filled(world, world.told(1), nodes=3)
    ids = filled(world, world.told(2))

    asked(world, world.told(2), ids)

    assert {row.share for row in world.hubs.helper.rows(RoundShareRow)} == {None}


def test_groups_are_drawn_once(world: LearningWorld) -> None:
    for number in (1, 2):
        asked(world, world.told(number), filled(world, world.told(number)))

    assert len(world.hubs.helper.rows(NodeGroupRow)) == len(world.edges)


def test_other_reports_of_a_summed_round_are_refused(world: LearningWorld) -> None:
    ids = filled(world, world.told())
    asked(world, world.told(), ids[:5])

    answer = asked(world, world.told(), ids)

    assert isinstance(answer, Problem)
    assert answer.name == "batch_collected"


@pytest.mark.parametrize(
    ("take", "problem"),
    [(lambda ids: ids[:4], "below_minimum_batch"), (lambda ids: [*ids, bytes(16)], "count_mismatch")],
    ids=["four nodes", "one that is not held"],
)
def test_sum_over_too_few_or_others_is_refused(world: LearningWorld, take: object, problem: str) -> None:
    ids = filled(world, world.told())

    answer = asked(world, world.told(), take(ids))  # type: ignore[operator]

    assert isinstance(answer, Problem)
    assert answer.name == problem
    assert world.hubs.helper.rows(RoundSumRow) == []


def test_digest_of_other_reports_is_refused(world: LearningWorld) -> None:
    ids, client = filled(world, world.told()), world.hubs.client
    request = RoundSumRequest(
        issued_at=NOW,
        nonce=client.nonce(),
        instruction=world.told(),
        report_ids=tuple(one.hex() for one in ids),
        count=len(ids),
        digest=batch_digest(ids[:5]).hex(),
    )

    answer = world.hubs.helper.client.post("/v1/rounds/sum", json=world.hubs.world.signed(request))

    assert answer.json()["type"].endswith("digest_mismatch")


def test_other_plan_is_refused(world: LearningWorld) -> None:
    told = world.told().model_copy(update={"plan_hash": "1" * 64})

    answer = asked(world, told, filled(world, told))

    assert isinstance(answer, Problem)
    assert answer.name == "unknown_task"


def test_strangers_question_is_refused(world: LearningWorld) -> None:
    client = world.hubs.client
    foreign = type(client)(client.client, world.edges[0].key, client.helper_key, client.clock, client.random)

    with pytest.raises(PeerError, match="bad_signature"):
        RoundHelper(foreign).held(world.told(), [])
