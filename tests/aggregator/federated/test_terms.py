"""Which model may be trained is the policy's word."""

import pytest

from aggregator.federated.errors import LearnError
from aggregator.federated.terms import task_in_force, terms_in_force
from aggregator.hub import Hub
from tests.support.learning_world import TASK, TERMS, LearningWorld


def test_terms_are_the_policys(world: LearningWorld) -> None:
    adopted, terms = terms_in_force(world.hubs.leader.hub)

    assert (adopted.policy_hash, terms) == (world.bundle.hash, TERMS)
    assert task_in_force(world.hubs.leader.hub) == TASK


def test_without_terms_there_is_no_task(leader_hub: Hub) -> None:
    with pytest.raises(LearnError, match="terms for learning"):
        task_in_force(leader_hub)
