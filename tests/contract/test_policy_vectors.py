"""Every policy vector, offered to an aggregator's database and to a node's home: both answer alike."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from aggregator import revision
from aggregator.adopted import adopt, newest
from aggregator.database import open_engine, reading, writing
from edge_node.node import Node, load_node
from edge_node.refresh import refresh
from edge_node.storage.files import write_private
from policies.errors import RefusedError
from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle
from privacy.signing import SigningKey
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import ROLES, Party, make_home, party
from tests.support.fake_aggregator import FakeAggregator
from tests.support.policy_world import OFFICE, secret
from tests.vectors.files import read

Vector = dict[str, Any]
GOOD, BAD = read("policy_good.json"), read("policy_bad_.json")


def held_by(vector: Vector) -> str:
    """Return the version held, signed by the office; empty when there is none."""
    if vector["held"] is None:
        return ""
    bundle = PolicyBundle.model_validate_json(json.dumps(vector["held"]))
    return OFFICE.published(bundle, author=None).model_dump_json()


def offered_in(vector: Vector) -> str:
    return json.dumps(vector["offered"])


def hash_in(document: str) -> str:
    return SignedBundle.model_validate_json(document).bundle.hash.hex() if document else ""


def moment(vector: Vector) -> datetime:
    return datetime.fromisoformat(vector["now"])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('hub')}/hub.sqlite3")
    revision.prepare(made)
    yield made
    made.dispose()


class UndoneError(Exception):
    """Takes back what a test wrote."""


def aggregator_after(engine: Engine, vector: Vector) -> tuple[str, str]:
    """Return the rule an aggregator refused by, empty for none, and the hash it holds afterwards."""
    root, held = bytes.fromhex(vector["root_public_key"]), held_by(vector)
    found = ("", "")
    try:
        with writing(engine) as session:
            adopt(session, [held] if held else [], root, OFFICE.at)
            walked = adopt(session, [offered_in(vector)], root, moment(vector))
            kept = newest(session)
            rule = "" if walked.refusal is None else walked.refusal.rule
            found = (rule, "" if kept is None else kept.bundle.hash.hex())
            raise UndoneError
    except UndoneError:
        return found


def node_after(chain: dict[Role, FakeAggregator], node: Node, clock: FakeClock, vector: Vector) -> str:
    """Return the hash of the policy a node holds after it was offered the vector's, empty for none."""
    if held := held_by(vector):
        write_private(node.home.policy, held.encode())
    else:
        node.home.policy.unlink()
    clock.advance((moment(vector) - clock.now()).total_seconds())
    for each in chain.values():
        each.keys = each.party.signed_keys(clock.now())
        write_private(node.home.key_list(each.party.role), each.keys)
    chain["helper"].bundle = offered_in(vector).encode()
    try:
        bundle = refresh(load_node(node.home.root, clock)).bundle
    except RefusedError:
        return ""
    return "" if bundle is None else bundle.hash.hex()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(OFFICE.at)


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> dict[Role, FakeAggregator]:
    office = Party("helper", SigningKey(secret("office")), party("helper").hpke)
    parties: dict[Role, Party] = {"leader": party("leader"), "helper": office}
    made = {
        role: FakeAggregator(parties[role], office.root, clock, f"http://127.0.0.1:{port}")
        for role, port in zip(ROLES, (8001, 8002), strict=True)
    }

    def handle(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return made["leader" if request.url.port == 8001 else "helper"].handle(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    return made


@pytest.fixture
def node(chain: dict[Role, FakeAggregator], tmp_path: Path, clock: FakeClock) -> Node:
    parties = {role: chain[role].party for role in ROLES}
    urls = {role: chain[role].url for role in ROLES}
    return load_node(make_home(tmp_path, urls, parties, clock.now()).root, clock)


@pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
def test_an_aggregator_adopts_what_is_good(engine: Engine, vector: Vector) -> None:
    assert aggregator_after(engine, vector) == ("", hash_in(offered_in(vector)))


@pytest.mark.parametrize("vector", BAD, ids=lambda vector: vector["name"])
def test_an_aggregator_keeps_what_it_holds(engine: Engine, vector: Vector) -> None:
    assert aggregator_after(engine, vector) == (vector["expect"], hash_in(held_by(vector)))


def test_nothing_of_it_was_written(engine: Engine) -> None:
    with reading(engine) as session:
        assert newest(session) is None


@pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
def test_a_node_follows_what_is_good(
    chain: dict[Role, FakeAggregator], node: Node, clock: FakeClock, vector: Vector
) -> None:
    assert node_after(chain, node, clock, vector) == hash_in(offered_in(vector))


@pytest.mark.parametrize("vector", BAD, ids=lambda vector: vector["name"])
def test_a_node_keeps_what_it_holds(
    chain: dict[Role, FakeAggregator], node: Node, clock: FakeClock, vector: Vector
) -> None:
    assert node_after(chain, node, clock, vector) == hash_in(held_by(vector))
