"""Two aggregators that may learn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.wire.codec import Role
from tests.support.learning_world import LearningWorld, learning_world


@pytest.fixture
def world(templates: dict[Role, Path], tmp_path: Path) -> Iterator[LearningWorld]:
    with learning_world(templates, tmp_path) as made:
        yield made
