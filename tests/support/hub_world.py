"""Aggregators in the world of the protocol vectors: real homes, real databases, real HTTP without sockets."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from sqlmodel import Session, select

from aggregator.adoption.publishing import keep
from aggregator.app import create_app
from aggregator.audit.tables import SightingRow
from aggregator.config import Change, HubConfig, load_config, save_config, with_changes
from aggregator.database import reading, writing
from aggregator.home import Home
from aggregator.hub import Hub, open_hub
from aggregator.release.gate import Gate
from aggregator.revision import prepare
from aggregator.tables import EdgeRow, HpkeKeyRow, LayoutRow
from privacy.randomness import Noise
from shared.schemas.layout import canonical_json, layout_hash
from shared.wire.codec import Role
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.people import CHEAP
from tests.support.vector_world import NOW, World, fixed_random, make_world

REPORT = {"content-type": "application/shoal-report"}
PATHS: dict[Role, str] = {"leader": "/v1/reports", "helper": "/v1/shares"}
ALWAYS = datetime(2199, 1, 1, tzinfo=UTC)
"""When every store of the world was heard last: whenever the helper starts, they have spoken since."""
OTHER: dict[Role, Role] = {"leader": "helper", "helper": "leader"}


def make_template(path: Path, role: Role, world: World | None = None) -> Path:
    """Make the role's home with the world's keys, policy, edges and layouts in it; copy it, do not use it."""
    world, home = world or make_world(), Home(path)
    home.create(fixed_random(f"{role} home"))
    (path / "keys" / "root.key").write_bytes(world.roots[role].to_bytes())
    key = world.roots[OTHER[role]].public_key.hex()
    config = with_changes(HubConfig(role=role), Change("peer_root_key", key))
    config = with_changes(config, Change("pages", value=False))  # 40 ms a test; with_pages puts them back
    if role == "leader":
        config = with_changes(config, Change("peer_url", "http://127.0.0.1:1"))
    save_config(path, config)
    hub = open_hub(path, FakeClock(NOW))
    prepare(hub.engine)
    keep(hub, [world.signed_policy().model_dump_json()])
    with writing(hub.engine) as session:
        _populate(session, hub, world)
    hub.engine.dispose()
    return path


def open_copy(template: Path, path: Path, clock: FakeClock | None = None) -> Hub:
    """Return an aggregator on a copy of the template."""
    shutil.copytree(template, path)
    assert load_config(path)
    return replace(open_hub(path, clock or FakeClock(NOW)), random=fixed_random(str(path.name)))


def with_pages(hub: Hub) -> Hub:
    """Return the aggregator with its pages on, as it is by default."""
    return replace(hub, config=with_changes(hub.config, Change("pages", value=True)))


@dataclass
class Party:
    """One aggregator as its callers meet it."""

    hub: Hub
    client: httpx.Client

    def post(self, envelope: bytes) -> Any:
        """Deliver an envelope and return the answer."""
        return self.client.post(PATHS[self.hub.role], content=envelope, headers=REPORT)

    def rows(self, table: Any) -> list[Any]:
        """Return the rows of a table."""
        with reading(self.hub.engine) as session:
            return list(session.exec(select(table)).all())


@contextmanager
def serving(hub: Hub, noise: Noise | None = None) -> Iterator[Party]:
    """Serve the aggregator in this process until the block ends."""
    app = create_app(hub, gate=Gate(noise), passwords=CHEAP)
    with running(app) as client:
        yield Party(hub, client)
    hub.engine.dispose()


def silence(length: int, _variance: object) -> np.ndarray:
    """Return no noise at all: for tests that must see the exact sum."""
    return np.zeros(length, dtype=np.int64)


def at(text: str) -> FakeClock:
    """Return a clock at the moment."""
    return FakeClock(datetime.fromisoformat(text))


def _populate(session: Session, hub: Hub, world: World) -> None:
    private = world.hpke[hub.role]
    hub.home.keep_hpke(private)
    public = private.public_key
    session.add(
        HpkeKeyRow(
            key_id=public.key_id,
            mlkem=public.mlkem,
            x25519=public.x25519,
            not_before=world.not_before,
            not_after=world.not_after,
        )
    )
    for edge in world.edges:
        site = edge.site_id if hub.role == "leader" else ""
        session.add(
            EdgeRow(
                edge_id=edge.edge_id,
                public_key=edge.key.public_key,
                site_id=site,
                cohort_id=edge.cohort_id,
                enrolled_at=world.not_before,
            )
        )
    session.flush()
    if hub.role == "helper":
        session.add_all([SightingRow(edge_id=edge.edge_id, heard_at=ALWAYS) for edge in world.edges])
    if hub.role == "leader":
        for edge in world.edges:
            session.add(
                LayoutRow(
                    edge_id=edge.edge_id,
                    layout_hash=layout_hash(world.layout),
                    document=canonical_json(world.layout).decode(),
                    registered_at=world.not_before,
                )
            )
