"""Aggregators for tests, each on a copy of a home that was made once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from aggregator.hub import Hub
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.hub_world import Party, make_template, open_copy, serving

Serve = Callable[..., Party]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    folder = tmp_path_factory.mktemp("hubs")
    return {
        "leader": make_template(folder / "leader", "leader"),
        "helper": make_template(folder / "helper", "helper"),
    }


@pytest.fixture
def serve(templates: dict[Role, Path], tmp_path: Path) -> Iterator[Serve]:
    """Return a function that serves a fresh aggregator of the role until the test ends."""
    with ExitStack() as running:

        def start(role: Role, clock: FakeClock | None = None, **options: object) -> Party:
            hub = open_copy(templates[role], tmp_path / role, clock)
            return running.enter_context(serving(hub, **options))

        yield start


@pytest.fixture
def leader(serve: Serve) -> Party:
    return serve("leader")


@pytest.fixture
def helper(serve: Serve) -> Party:
    return serve("helper")


@pytest.fixture
def leader_hub(templates: dict[Role, Path], tmp_path: Path) -> Iterator[Hub]:
    """An opened leader, its database at hand, nothing served."""
    hub = open_copy(templates["leader"], tmp_path / "leader-hub")
    yield hub
    hub.engine.dispose()


@pytest.fixture
def helper_hub(templates: dict[Role, Path], tmp_path: Path) -> Iterator[Hub]:
    """An opened helper, its database at hand, nothing served."""
    hub = open_copy(templates["helper"], tmp_path / "helper-hub")
    yield hub
    hub.engine.dispose()
