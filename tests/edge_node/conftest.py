"""Aggregators that a node can be paired with, without a socket."""

import secrets

import httpx
import pytest

from privacy.signing import SigningKey
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import ROLES, party
from tests.support.fake_aggregator import FakeAggregator

Chain = dict[Role, FakeAggregator]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> Chain:
    parties = {role: party(role) for role in ROLES}
    ports: dict[Role, int] = {"leader": 8001, "helper": 8002}
    made: Chain = {
        role: FakeAggregator(parties[role], parties["helper"].root, clock, f"http://127.0.0.1:{port}")
        for role, port in ports.items()
    }
    by_port = {port: made[role] for role, port in ports.items()}

    def handle(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return by_port[request.url.port or 0].handle(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    return made


@pytest.fixture
def stranger() -> SigningKey:
    return SigningKey.generate(secrets.token_bytes)
