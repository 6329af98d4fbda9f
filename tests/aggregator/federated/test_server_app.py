"""The server side of a run takes whose it is from its own environment, and only its numbers from the run."""

from types import SimpleNamespace
from typing import Any

import pytest
from flwr.serverapp import ServerApp

from aggregator.errors import HomeError
from aggregator.federated import server_app
from aggregator.federated.tables import RoundRow
from tests.support.learning_world import LearningWorld

SETTINGS = {"rounds": 2, "sample_s": 0, "deadline_s": 1, "helper_s": 1}


class NobodyThere:
    def get_node_ids(self) -> list[int]:
        return []


def run(settings: dict[str, Any]) -> None:
    app: Any = server_app.app
    app(NobodyThere(), SimpleNamespace(run_config=settings))


def test_as_many_rounds_are_run_as_were_asked_for(
    world: LearningWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(server_app.HOME, str(world.hubs.leader.hub.home.path))

    with pytest.raises(HomeError, match="whole number"):
        run(SETTINGS | {"rounds": "two"})

    assert isinstance(server_app.app, ServerApp)
    assert world.hubs.leader.rows(RoundRow) == []


def test_nobody_there_is_a_refused_round(world: LearningWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(server_app.HOME, str(world.hubs.leader.hub.home.path))
    monkeypatch.setattr(server_app, "task_in_force", lambda _: "learn.intent")

    run(SETTINGS)

    assert [row.state for row in world.hubs.leader.rows(RoundRow)] == ["refused", "refused"]
