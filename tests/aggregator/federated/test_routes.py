"""Learning's calls are the helper's, and take what they say they take."""

import pytest

from tests.support.learning_world import LearningWorld


def test_only_reports_are_taken(world: LearningWorld) -> None:
    answer = world.hubs.helper.client.post("/v1/rounds/shares", json={})

    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["shares", "held", "sum"])
def test_the_leader_has_none_of_them(world: LearningWorld, path: str) -> None:
    assert world.hubs.leader.client.post(f"/v1/rounds/{path}", json={}).status_code == 404


@pytest.mark.parametrize("path", ["held", "sum"])
def test_nonsense_is_malformed(world: LearningWorld, path: str) -> None:
    answer = world.hubs.helper.client.post(f"/v1/rounds/{path}", json={"request": 1})

    assert answer.json()["type"].endswith("malformed")
