"""Who asks, when, and whether for the first time."""

from datetime import datetime, timedelta

import pytest

from aggregator.aggregate.peer_requests import FRESH_FOR, authenticate
from aggregator.bodies import canonical
from aggregator.database import writing
from aggregator.hub import Hub
from shared.schemas.peer import CohortsRequest
from shared.wire.problems import Problem
from tests.support.vector_world import NOW, make_world

ROOT = make_world().roots["leader"]


def ask(hub: Hub, issued_at: datetime = NOW, nonce: str = "0" * 32) -> str:
    request = CohortsRequest(issued_at=issued_at, nonce=nonce)
    message = canonical(request.model_dump(mode="json"))
    with writing(hub.engine) as session:
        found = authenticate(session, request, message, ROOT.sign("shoal/1 peer", message).hex(), hub)
    return found.name if isinstance(found, Problem) else "good"


def test_nonce_serves_once(helper_hub: Hub) -> None:
    assert [ask(helper_hub), ask(helper_hub), ask(helper_hub, nonce="1" * 32)] == [
        "good",
        "stale_request",
        "good",
    ]


@pytest.mark.parametrize("sign", [-1, 1], ids=["past", "future"])
def test_request_is_fresh_for_five_minutes_either_way(helper_hub: Hub, sign: int) -> None:
    assert ask(helper_hub, NOW + sign * FRESH_FOR) == "good"
    assert ask(helper_hub, NOW + sign * (FRESH_FOR + timedelta(seconds=1)), "1" * 32) == "stale_request"
