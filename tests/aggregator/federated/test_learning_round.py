"""A round moves the model by the mean update of honest nodes, and by nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from aggregator.database import reading, writing
from aggregator.decisions import recall
from aggregator.errors import PeerError
from aggregator.federated import lineage
from aggregator.federated.learning_round import LearningRound, Patience
from aggregator.federated.peer import RoundHelper
from aggregator.release.gate import Gate
from aggregator.tables import LedgerRow
from shared.schemas.learning import Instruction, RoundSumAnswer
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.hub_world import silence
from tests.support.learning_world import (
    PLAN,
    TASK,
    TERMS,
    WEIGHTS,
    LearningWorld,
    enrol_more,
    put_in_force,
    vector_of,
    with_terms,
)
from tests.support.two_hubs import two_hubs

UPDATE = np.array([0.5, 0.0, -0.5, 1.0])


def weights(world: LearningWorld) -> np.ndarray:
    return lineage.from_bytes(world.model().weights)


def test_model_moves_by_the_mean_update(world: LearningWorld) -> None:
    ended = world.round()

    assert (ended.state, ended.participants, ended.reason) == ("completed", 6, "")
    assert np.allclose(weights(world), WEIGHTS + UPDATE, atol=1e-4)


def test_round_tells_loss_hits_bytes_and_price(world: LearningWorld) -> None:
    ended = world.round()

    assert ended.loss == pytest.approx(1.0, abs=1e-2)
    assert ended.hits == pytest.approx(0.5)
    assert ended.rho == "1/200"
    assert ended.node_bytes > 2_000


def test_nodes_are_told_model_policy_and_instruction_and_no_more(world: LearningWorld) -> None:
    world.round()

    (told,) = world.nodes.told
    assert set(told) == {"instruction", "weights", "policy"}
    assert told["policy"] == world.bundle.hash
    assert np.array_equal(lineage.from_bytes(told["weights"]), WEIGHTS)


def test_rounds_go_on_from_one_another(world: LearningWorld) -> None:
    numbers = [world.round().round for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert np.allclose(weights(world), WEIGHTS + 3 * UPDATE, atol=1e-3)


def test_node_that_is_late_is_left_out(world: LearningWorld) -> None:
    world.nodes.silent = {3}

    ended = world.round(deadline_s=5)

    assert (ended.state, ended.participants) == ("completed", 5)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"there": 4}, "too_few_nodes"),
        ({"silent": {0, 1}}, "below_minimum_batch"),
        ({"past_the_helper": {0, 1}}, "below_minimum_batch"),
        ({"vectors": {0: vector_of([1e6, 0, 0, 0])}}, "impossible_sum"),
        ({"vectors": {0: vector_of([0, 0, 0, 0], weight=10**6)}}, "impossible_sum"),
        ({"changes": {0: {"epoch": 7}, 1: {"epoch": 7}}}, "below_minimum_batch"),
        ({"changes": {n: {"layout_hash": bytes(32)} for n in (0, 1)}}, "below_minimum_batch"),
        ({"changes": {n: {"policy_hash": bytes(32)} for n in (0, 1)}}, "below_minimum_batch"),
    ],
    ids=[
        "too few nodes",
        "too few replies",
        "replies past the helper",
        "a huge update",
        "a huge weight",
        "another round",
        "a stale model",
        "another policy",
    ],
)
def test_refused_round_leaves_the_model(world: LearningWorld, trouble: dict, reason: str) -> None:
    for name, value in trouble.items():
        setattr(world.nodes, name, value)

    ended = world.round(sample_s=1, deadline_s=1)

    assert (ended.state, ended.reason) == ("refused", reason)
    assert world.model().model_hash == lineage.hash_of(WEIGHTS)
    assert world.hubs.leader.rows(LedgerRow) == []


def test_second_reply_of_a_node_counts_for_nothing(world: LearningWorld) -> None:
    world.nodes.twice = {2}

    ended = world.round()

    assert (ended.state, ended.participants) == ("completed", 6)
    assert np.allclose(weights(world), WEIGHTS + UPDATE, atol=1e-4)


def test_one_reply_past_the_helper_does_not_stop_the_rest(world: LearningWorld) -> None:
    world.nodes.past_the_helper = {2}

    assert world.round().participants == 5


def test_after_a_refused_round_the_next_one_works(world: LearningWorld) -> None:
    world.nodes.there = 4
    world.round(sample_s=1)
    world.nodes.there = 6

    ended = world.round()

    assert (ended.round, ended.state) == (2, "completed")


def test_rounds_stop_when_the_budget_is_spent(world: LearningWorld) -> None:
    ended = [world.round() for _ in range(7)]

    assert [one.state for one in ended] == ["completed"] * 6 + ["refused"]
    assert ended[-1].reason == "over_budget"


class Away:
    """A helper that does not answer the first questions."""

    def __init__(self, times: int, helper: object) -> None:
        self.times, self.helper = times, helper

    def held(self, told: Instruction, report_ids: set[bytes]) -> set[bytes]:
        self.times -= 1
        if self.times >= 0:
            raise PeerError("away")
        return self.helper.held(told, report_ids)  # type: ignore[attr-defined]

    def sums(self, told: Instruction, report_ids: set[bytes]) -> RoundSumAnswer | Problem:
        return self.helper.sums(told, report_ids)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("times", "outcome"), [(3, ("completed", "")), (100, ("refused", "helper_away"))], ids=["back", "gone"]
)
def test_a_helper_that_is_away_is_waited_for_and_no_longer(
    world: LearningWorld, times: int, outcome: tuple[str, str]
) -> None:
    passed_s = [0.0]
    helper = Away(times, RoundHelper(world.hubs.client))
    made = LearningRound(
        world.hubs.leader.hub,
        world.nodes,
        helper,
        Gate(),
        Patience(helper_s=10),
        elapsed_s=lambda: passed_s[0],
        pause=lambda s: passed_s.__setitem__(0, passed_s[0] + s),
    )

    ended = made.run(TASK)

    assert (ended.state, ended.reason) == outcome


def test_without_terms_nothing_is_learnt(world: LearningWorld) -> None:
    later = with_terms(world.bundle, None)
    put_in_force(world.hubs.leader.hub, later, world.hubs.world)

    assert world.round().reason == "no_such_task"


def test_a_model_of_another_plan_is_not_trained(world: LearningWorld) -> None:
    plan = PLAN.model_copy(update={"steps": 2})
    later = with_terms(world.bundle, TERMS.model_copy(update={"plan": plan}))
    put_in_force(world.hubs.leader.hub, later, world.hubs.world)

    assert world.round().reason == "other_plan"


def test_without_a_model_nothing_is_trained(templates: dict[Role, Path], tmp_path: Path) -> None:
    with two_hubs(templates, tmp_path, silence) as hubs:
        bundle = with_terms(hubs.world.bundle)
        put_in_force(hubs.leader.hub, bundle, hubs.world)
        world = LearningWorld(hubs, bundle)

        assert world.round().reason == "no_model"


def test_model_that_changed_meanwhile_is_not_overwritten(world: LearningWorld) -> None:
    hub, sent = world.hubs.leader.hub, world.nodes.send

    def roll_back(instruction: dict[str, bytes], nodes: list[int]) -> None:
        sent(instruction, nodes)
        other = PLAN.model_copy(update={"steps": 3})
        with writing(hub.engine) as session:
            lineage.start(session, TASK, WEIGHTS + 1, other, hub.clock.now())

    world.nodes.send = roll_back  # type: ignore[method-assign]

    assert world.round().reason == "stale_model"


def test_helpers_refusal_is_the_rounds(world: LearningWorld) -> None:
    put_in_force(world.hubs.helper.hub, with_terms(world.bundle, None), world.hubs.world)

    assert world.round(deadline_s=1).reason == "below_minimum_batch"


@pytest.mark.parametrize("poisoned", [0, 1], ids=["all honest", "one of them lies"])
def test_fifteen_nodes_make_three_groups_and_a_poisoned_one_moves_nothing(
    world: LearningWorld, poisoned: int
) -> None:
    enrol_more(world, 9)
    world.nodes.vectors = {
        number: vector_of((-9.0, 9.0, 9.0, -9.0), PLAN.max_weight) for number in range(poisoned)
    }

    ended = world.round()

    assert (ended.state, ended.participants, ended.groups) == ("completed", 15, 3)
    assert np.allclose(weights(world), WEIGHTS + UPDATE, atol=1e-4)


def counted(world: LearningWorld, role: Role) -> dict[str, int]:
    """Return how often a sum of the task was let out, or by which rule not, in a party's decision log."""
    party = world.hubs.leader if role == "leader" else world.hubs.helper
    with reading(party.hub.engine) as session:
        lines = recall(session, world.hubs.leader.hub.clock.now() - timedelta(days=1))
    return {line.outcome: line.count for line in lines if line.task_id == TASK}


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_both_parties_count_what_their_gate_answered(world: LearningWorld, role: Role) -> None:
    world.round()
    world.round()

    assert counted(world, role) == {"permit": 2}


def test_refusals_of_the_policy_are_counted_too(world: LearningWorld) -> None:
    put_in_force(world.hubs.leader.hub, with_terms(world.bundle, None), world.hubs.world)
    world.round()

    assert counted(world, "leader") == {"no_such_task": 1}


@dataclass
class Overtaken:
    """A helper that answers just before another policy comes into force at the leader."""

    world: LearningWorld

    def held(self, told: Instruction, report_ids: Collection[bytes]) -> set[bytes]:
        return RoundHelper(self.world.hubs.client).held(told, report_ids)

    def sums(self, told: Instruction, report_ids: Collection[bytes]) -> RoundSumAnswer | Problem:
        answer = RoundHelper(self.world.hubs.client).sums(told, report_ids)
        put_in_force(self.world.hubs.leader.hub, with_terms(self.world.bundle, None), self.world.hubs.world)
        return answer


def test_a_policy_that_ends_in_the_middle_is_counted_once(world: LearningWorld) -> None:
    ended = LearningRound(world.hubs.leader.hub, world.nodes, Overtaken(world), Gate()).run(TASK)

    assert ended.reason == "no_such_task"
    assert counted(world, "leader") == {"no_such_task": 1}
