"""Sums become a model in one transaction with their ledger entry, or nothing happens."""

import pytest

from aggregator.database import writing
from aggregator.federated.gathering import Gathering
from aggregator.federated.moving import RefusedRoundError, Sums, move
from aggregator.federated.peer import RoundHelper
from aggregator.release.gate import Gate
from aggregator.tables import LedgerRow
from shared.schemas.learning import RoundSumAnswer
from tests.support.learning_world import LearningWorld, vector_of


def sums(world: LearningWorld) -> Sums:
    told, hub = world.told(), world.hubs.leader.hub
    gathering = Gathering(hub, told)
    for edge in world.edges:
        sent = world.envelopes(edge, vector_of([1, 0, 0, 0]), told)
        world.post(sent["helper"])
        gathering.take(sent["leader"])
    answer = RoundHelper(world.hubs.client).sums(told, gathering.shares)
    assert isinstance(answer, RoundSumAnswer)
    return Sums(told, answer, gathering.shares)


def moved(world: LearningWorld, found: Sums) -> None:
    hub = world.hubs.leader.hub
    with writing(hub.engine) as session:
        move(session, found, hub, Gate())


def test_model_and_ledger_entry_come_together(world: LearningWorld) -> None:
    moved(world, sums(world))

    (paid,) = world.hubs.leader.rows(LedgerRow)
    assert (paid.scope, paid.epoch, paid.rho) == ("learning", 1, "1/200")
    assert world.model().round == 1


def test_a_round_is_let_out_once(world: LearningWorld) -> None:
    found = sums(world)
    moved(world, found)

    with pytest.raises(RefusedRoundError, match="over_budget"):
        moved(world, found)

    assert world.model().round == 1


def test_helpers_sum_of_another_length_is_refused(world: LearningWorld) -> None:
    found = sums(world)
    (total,) = found.answer.sums
    short = found.answer.model_copy(update={"sums": (total.model_copy(update={"share": total.share[:16]}),)})

    with pytest.raises(RefusedRoundError, match="wrong_length"):
        moved(world, Sums(found.told, short, found.shares))

    assert world.hubs.leader.rows(LedgerRow) == []


def test_lying_helper_does_not_move_the_model(world: LearningWorld) -> None:
    found = sums(world)
    (total,) = found.answer.sums
    false = found.answer.model_copy(
        update={"sums": (total.model_copy(update={"share": "7f" * (len(total.share) // 2)}),)}
    )

    with pytest.raises(RefusedRoundError, match="impossible_sum"):
        moved(world, Sums(found.told, false, found.shares))

    assert world.model().round == 0
