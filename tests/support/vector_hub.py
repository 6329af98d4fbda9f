"""The aggregators of the vector world, whole: real home, real database, real application."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from sqlmodel import Session, SQLModel

from aggregator.app import create_app
from aggregator.config import HubConfig
from aggregator.database import open_engine, writing
from aggregator.home import Home
from aggregator.hub import Hub
from aggregator.keyring import Keyring
from aggregator.tables import BatchRow, EdgeRow, HpkeKeyRow, LayoutRow, LedgerRow, PolicyRow
from policies.schema import PolicyBundle
from privacy.keys import HpkePrivateKey
from privacy.signing import SigningKey
from shared.schemas.layout import SiteLayout, canonical_json, layout_hash
from shared.wire.codec import Role
from shared.wire.problems import name_of_type
from tests.support.clock import FakeClock
from tests.vectors.files import read

WORLD = read("world.json")
NOW = datetime.fromisoformat(WORLD["now"])
BUNDLE = PolicyBundle.model_validate_json(json.dumps(WORLD["policy"]["bundle"]))
LAYOUT = SiteLayout.model_validate_json(json.dumps(WORLD["layout"]))
PATHS = {"leader": "/v1/reports", "helper": "/v1/shares"}


def answer_to(vector: dict[str, Any], home: Path) -> str:
    """Return what a fresh aggregator in the vector's state answers: a problem's name or a status."""
    return asyncio.run(_answer_to(vector, home))


async def _answer_to(vector: dict[str, Any], home: Path) -> str:
    state, party = vector["state"], vector["party"]
    clock = FakeClock(NOW)
    async with _client(_hub(party, home, clock, state)) as client:
        for held in state["held"]:
            _must(201, await _send(client, party, held))
        for before in state.get("before", ()):
            _must(200, await client.post(before["path"], json=before["request"]))
        clock.advance((datetime.fromisoformat(state["now"]) - NOW).total_seconds())
        if "request" in vector:
            return _name(await client.post(vector["path"], json=vector["request"]))
        return _name(await _send(client, party, vector["envelope_hex"]))


@asynccontextmanager
async def _client(hub: Hub) -> AsyncIterator[AsyncClient]:
    app = create_app(hub)
    transport = ASGITransport(app=app, client=("127.0.0.1", 50_000))
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        yield client
    hub.engine.dispose()


async def _send(client: AsyncClient, party: str, envelope_hex: str) -> Response:
    headers = {"content-type": "application/shoal-report"}
    return await client.post(PATHS[party], content=bytes.fromhex(envelope_hex), headers=headers)


def _name(response: Response) -> str:
    if response.status_code < 400:
        return str(response.status_code)
    return name_of_type(response.json()["type"]) or response.text


def _must(status: int, response: Response) -> None:
    assert response.status_code == status, f"the vector's state cannot be reached: {response.text}"


def _hub(party: Role, path: Path, clock: FakeClock, state: dict[str, Any]) -> Hub:
    home = Home(path)
    home.create(bytes)
    peer: Role = "helper" if party == "leader" else "leader"
    root, peer_root = (SigningKey(bytes.fromhex(WORLD["roots"][role])) for role in (party, peer))
    hub = Hub(
        role=party,
        home=home,
        config=HubConfig(role=party, peer_root_key=peer_root.public_key.hex()),
        engine=open_engine(home.default_database_url),
        clock=clock,
        root=root,
        keyring=Keyring(home),
    )
    with hub.engine.begin() as connection:
        SQLModel.metadata.create_all(connection)
    with writing(hub.engine) as session:
        _add_sealing_key(session, hub)
        _add_enrolled(session, party, state.get("retired", ()))
        _add_past(session, state)
    return hub


def _add_sealing_key(session: Session, hub: Hub) -> None:
    held = WORLD["hpke"][hub.role]
    key = HpkePrivateKey.from_bytes(bytes.fromhex(held["secret"]))
    hub.home.keep_hpke(key)
    window = {name: datetime.fromisoformat(held[name]) for name in ("not_before", "not_after")}
    public = key.public_key
    session.add(HpkeKeyRow(key_id=held["key_id"], mlkem=public.mlkem, x25519=public.x25519, **window))


def _add_enrolled(session: Session, party: Role, retired: list[str]) -> None:
    document, version = json.dumps(WORLD["policy"]), BUNDLE.chain.version
    session.add(PolicyRow(policy_hash=BUNDLE.hash, version=version, document=document, adopted_at=NOW))
    for edge in WORLD["edges"]:
        session.add(
            EdgeRow(
                edge_id=edge["edge_id"],
                public_key=bytes.fromhex(edge["public_key"]),
                site_id=edge["site_id"] if party == "leader" else "",
                cohort_id=edge["cohort_id"],
                enrolled_at=NOW,
                retired_at=NOW if edge["name"] in retired else None,
            )
        )
    session.flush()
    text, known = canonical_json(LAYOUT).decode(), layout_hash(LAYOUT)
    for edge in WORLD["edges"]:
        session.add(LayoutRow(edge_id=edge["edge_id"], layout_hash=known, document=text, registered_at=NOW))


def _add_past(session: Session, state: dict[str, Any]) -> None:
    for line in state.get("ledger", ()):
        where = {"task_id": line["task"], "scope": line["cohort"], "epoch": line["epoch"]}
        session.add(LedgerRow(at=NOW, rho=line["rho"], **where))
    for batch in state.get("collected", ()):
        where = {"task_id": batch["task"], "cohort_id": batch["cohort"], "epoch": batch["epoch"]}
        session.add(BatchRow(state="collected", policy_hash=BUNDLE.hash, closed_at=NOW, **where))
