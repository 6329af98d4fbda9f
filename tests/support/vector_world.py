"""A small chain with fixed, public keys: what the golden and ``_bad_`` vectors are made in.

Nothing here is secret and nothing may be: every key follows from its name, so that anybody can make the
same world and open everything in the vectors.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.signed_bundle import Publication, SignedBundle, sign_bundle
from policies.tasks import tasks
from privacy.keys import HpkePrivateKey
from privacy.payload import NoisyVector, Payload, encode_payload
from privacy.randomness import Random
from privacy.sealing import seal
from privacy.shares import split
from privacy.signing import SigningKey, edge_id
from shared.epoch import Level, epoch_of
from shared.ids import EdgeId, KeyId, ReportId, TaskId
from shared.metrics import cells
from shared.schemas.layout import (
    GridLayout,
    LineLayout,
    SiteLayout,
    Wire,
    ZoneLayout,
    canonical_json,
    layout_hash,
)
from shared.wire.codec import (
    Envelope,
    Header,
    Role,
    encode_envelope,
    encode_header,
    part_digest,
)

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""A Monday noon; every vector happens now unless its state says otherwise."""
SITE_TASK = TaskId("footfall.hour.site")
COHORT_TASK = TaskId("zone_visits.day.cohort")
COHORT = "cohort-1"
NO_COHORT = "cohort-9"


def fixed_random(label: str) -> Random:
    """Return a source of bytes that anybody can repeat: SHAKE-256 over the label, read on and on."""
    taken = 0

    def random(length: int) -> bytes:
        nonlocal taken
        taken += length
        return hashlib.shake_256(f"shoal vectors {label}".encode()).digest(taken)[-length:]

    return random


@dataclass(frozen=True)
class Edge:
    """One node of the chain."""

    name: str
    key: SigningKey
    site_id: str
    cohort_id: str = COHORT

    @property
    def edge_id(self) -> EdgeId:
        return edge_id(self.key.public_key)


@dataclass(frozen=True)
class World:
    """Two aggregators, six enrolled edges, one that is not, one layout, one policy."""

    bundle: PolicyBundle
    layout: SiteLayout
    roots: dict[Role, SigningKey]
    hpke: dict[Role, HpkePrivateKey]
    edges: tuple[Edge, ...]
    stranger: Edge
    not_before: datetime = NOW - timedelta(days=30)
    not_after: datetime = NOW + timedelta(days=8)
    _counter: list[int] = field(default_factory=lambda: [0])

    def header(self, edge: Edge, task_id: TaskId = SITE_TASK, **changes: Any) -> Header:
        """Return a good header of the edge for the last complete epoch, with the changes asked for."""
        self._counter[0] += 1
        is_cohort = task_id.endswith(".cohort")
        layout = self.bundle.chain.layout if is_cohort else self.layout
        good = Header(
            task_id=task_id,
            report_id=ReportId(fixed_random(f"report {self._counter[0]}")(16)),
            epoch=self.epoch(task_id, NOW - timedelta(days=1 if ".day." in task_id else 1 / 24)),
            edge_id=edge.edge_id,
            layout_hash=layout_hash(layout),
            policy_hash=self.bundle.hash,
        )
        return replace(good, **changes)

    def epoch(self, task_id: TaskId, at: datetime) -> int:
        """Return the epoch of the task that holds the moment; all vectors are hourly or daily."""
        level: Level = "day" if ".day." in task_id else "hour"
        return epoch_of(at, level, self.layout.zone_info)

    def length(self, task_id: TaskId) -> int:
        """Return how many entries the task's vector has, coverage included."""
        task = tasks(self.bundle)[task_id]
        layout = self.bundle.chain.layout if task.lane == "cohort" else self.layout
        return len(cells(task.metric, layout)) + 1

    def site_report(self, edge: Edge, header: Header | None = None, **changes: Any) -> bytes:
        """Return the envelope of a site-lane report; ``changes``: payload, role, key, and lies:
        sealed_header, named_role, key_id."""
        header = header or self.header(edge)
        role: Role = changes.pop("role", "leader")
        payload: Payload = changes.pop("payload", None) or NoisyVector(np.arange(3, dtype=np.int64) * 10)
        return encode_envelope(self.sign(edge, self.sealed(header, role, payload, **changes)))

    def cohort_report(self, edge: Edge, header: Header | None = None) -> dict[Role, bytes]:
        """Return both envelopes of a cohort-lane report."""
        header = header or self.header(edge, COHORT_TASK)
        vector = np.arange(self.length(COHORT_TASK), dtype=np.int64)
        shares = split(vector, encode_header(header), fixed_random(f"seed {header.report_id.hex()}"))
        leader = self.sealed(header, "leader", shares[0])
        helper = self.sealed(header, "helper", shares[1])
        return {
            "leader": encode_envelope(self.sign(edge, replace(leader, other=own_digest(helper)))),
            "helper": encode_envelope(self.sign(edge, replace(helper, other=own_digest(leader)))),
        }

    def sealed(self, header: Header, role: Role, payload: Payload, **changes: Any) -> Envelope:
        """Return the party's part, not yet signed."""
        key = changes.get("key", self.hpke[role]).public_key
        encoded = encode_header(header)
        ciphertext = seal(
            encode_payload(payload), key, header=changes.get("sealed_header", encoded), role=role
        )
        return Envelope(
            header=encoded,
            role=changes.get("named_role", role),
            key_id=KeyId(changes.get("key_id", key.key_id)),
            ciphertext=ciphertext,
            other=b"",
            signature=bytes(64),
        )

    def sign(self, edge: Edge, envelope: Envelope) -> Envelope:
        """Return the envelope under the edge's signature."""
        return replace(envelope, signature=edge.key.sign("shoal/1 report", envelope.message))

    def signed_policy(self) -> SignedBundle:
        """Return the bundle as the compliance office put it in force."""
        publication = Publication(bundle=self.bundle, published_at=self.not_before)
        return sign_bundle(publication, self.roots["helper"].to_bytes())

    def signed(self, request: Wire, key: SigningKey | None = None) -> dict[str, Any]:
        """Return a peer request as its JSON body, signed by the leader's root key or the one given."""
        signature = (key or self.roots["leader"]).sign("shoal/1 peer", canonical_json(request))
        return {"request": request.model_dump(mode="json"), "signature": signature.hex()}


def own_digest(envelope: Envelope) -> bytes:
    """Return the digest under which the other party knows this part."""
    return part_digest(envelope.role, envelope.key_id, envelope.ciphertext)


def make_world() -> World:
    """Return the world, the same each time (ciphertexts made in it are not)."""
    edges = tuple(_edge(f"edge-{number}") for number in range(6))
    roles: tuple[Role, Role] = ("leader", "helper")
    return World(
        bundle=load_bundle(packs=["zones-by-cohort"]),
        layout=_layout(),
        roots={role: SigningKey.generate(fixed_random(f"{role} root")) for role in roles},
        hpke={role: HpkePrivateKey.generate(fixed_random(f"{role} hpke")) for role in roles},
        edges=edges,
        stranger=_edge("stranger"),
    )


def _edge(name: str) -> Edge:
    return Edge(name=name, key=SigningKey.generate(fixed_random(name)), site_id=f"site-{name}")


def _layout() -> SiteLayout:
    return SiteLayout(
        site_name="Vector Street",
        timezone="Europe/Berlin",
        opens_at="08:00",
        closes_at="20:00",
        floor_polygon_xy_m=((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)),
        lines=(LineLayout(name="entrance", from_xy_m=(0.0, 1.0), to_xy_m=(3.0, 1.0)),),
        zones=(
            ZoneLayout(
                name="chilled-1",
                zone_type="chilled",
                polygon_xy_m=((10.0, 4.0), (14.0, 4.0), (14.0, 8.0), (10.0, 8.0)),
            ),
        ),
        grid=GridLayout(origin_xy_m=(0.0, 0.0), cell_m=2.0, columns=10, rows=5),
        simulated=True,
    )
