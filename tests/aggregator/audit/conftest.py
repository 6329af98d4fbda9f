"""Leader and helper whose audit logs are looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.wire.codec import Role
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        yield both
