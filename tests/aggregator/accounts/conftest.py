"""An aggregator with pages and somebody in front of them."""

from collections.abc import Iterator

import pytest

from aggregator.app import create_app
from aggregator.hub import Hub
from tests.support import people
from tests.support.asgi import running
from tests.support.hub_world import with_pages
from tests.support.visitor import Visitor


@pytest.fixture
def mara(leader_hub: Hub) -> Iterator[Visitor]:
    """An analyst at the leader, not signed in yet, beside an administrator."""
    people.add(leader_hub, "mara", "hq_analyst")
    people.add(leader_hub, "ida", "admin")
    with running(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as client:
        yield Visitor(client, leader_hub.clock)


@pytest.fixture
def ida(mara: Visitor) -> Visitor:
    """The administrator, signed in."""
    mara.name = "ida"
    mara.sign_in()
    return mara
