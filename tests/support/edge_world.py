"""A paired node made from nothing: both aggregators' keys, a signed policy, a floor, and people to count."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from edge_node.node import Node, load_node
from edge_node.observations import POSTURE, Crossing, Journey, LeftOut, Reach, Track, TrackId, Visit
from edge_node.storage.documents import save
from edge_node.storage.files import read_file, write_private
from edge_node.storage.home import Home
from edge_node.storage.keys import make_device_key
from edge_node.storage.pairing import Pairing, Peer
from edge_node.storage.policy_times import note_taken
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.signed_bundle import Publication, sign_bundle
from privacy.key_list import key_entry, sign_key_list
from privacy.keys import HpkePrivateKey
from privacy.signing import SigningKey, edge_id
from shared.clock import Clock
from shared.ids import CohortId, SiteId
from shared.metrics import NEXT_ACTIONS
from shared.schemas.layout import (
    GridLayout,
    LineLayout,
    ShelfLayout,
    SiteLayout,
    ViewLayout,
    ZoneLayout,
)
from shared.wire.codec import Role

BUNDLE = load_bundle(packs=["zones-by-cohort"])
"""The shipped documents with zone visits in the cohort lane, so that both lanes are used."""
ROLES: tuple[Role, ...] = ("leader", "helper")


@dataclass(frozen=True, slots=True)
class Party:
    """One aggregator as far as an edge can tell it apart from a real one: its keys."""

    role: Role
    root: SigningKey
    hpke: HpkePrivateKey

    def signed_keys(self, at: datetime) -> bytes:
        """Return its key list, good for a month around the moment, as it stands on the wire."""
        entry = key_entry(
            self.hpke.public_key, not_before=at - timedelta(days=15), not_after=at + timedelta(days=15)
        )
        return sign_key_list(self.role, [entry], issued_at=at, root=self.root).model_dump_json().encode()


def party(role: Role) -> Party:
    """Return an aggregator with fresh keys."""
    return Party(role, SigningKey.generate(secrets.token_bytes), HpkePrivateKey.generate(secrets.token_bytes))


def signed_policy(bundle: PolicyBundle, root: SigningKey) -> bytes:
    """Return the bundle under the helper's signature, as it stands on the wire."""
    publication = Publication(bundle=bundle, published_at=bundle.chain.not_before)
    return sign_bundle(publication, root.to_bytes()).model_dump_json().encode()


def site(*, timezone: str = "Europe/Berlin", with_grid: bool = True) -> SiteLayout:
    """Return a floor of 20 × 10 m: two lines, nine zones of eight types, three shelves, 50 squares of 2 m."""
    *inside, queue, outside = BUNDLE.chain.zone_types
    kinds = (*inside, "grocery", queue, outside)
    return SiteLayout(
        site_name="Altona",
        timezone=timezone,
        opens_at="08:00",
        closes_at="20:00",
        floor_polygon_xy_m=((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)),
        lines=(
            LineLayout(name="door", from_xy_m=(9.0, 0.0), to_xy_m=(11.0, 0.0)),
            LineLayout(name="aisle", from_xy_m=(5.0, 2.0), to_xy_m=(5.0, 8.0)),
        ),
        zones=tuple(
            ZoneLayout(name=f"z{at}", zone_type=kind, polygon_xy_m=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)))
            for at, kind in enumerate(kinds)
        ),
        shelves=tuple(
            ShelfLayout(name=name, zone=zone) for name, zone in (("s0", "z2"), ("s1", "z3"), ("s2", "z6"))
        ),
        views=(
            ViewLayout(name="door", stages=("pass_by", "enter")),
            ViewLayout(name="hall", stages=("browse", "engage", "checkout")),
        ),
        grid=GridLayout(origin_xy_m=(0.0, 0.0), cell_m=2.0, columns=10, rows=5) if with_grid else None,
        simulated=True,
    )


def journey(
    start_s: float,
    length_s: float,
    *,
    seed: int = 0,
    visits: Sequence[Visit] = (),
    crossings: Sequence[Crossing] = (),
    reaches: Sequence[Reach] = (),
    view: str = "hall",
    badge: LeftOut | None = None,
) -> Journey:
    """Return somebody who wanders over the floor, seen twice a second, their body read now and then."""
    rng = np.random.default_rng(seed)
    t_s = start_s + np.linspace(0, length_s, max(int(length_s * 2), 2))
    steps = rng.normal(0, 0.4, (len(t_s), 2)).cumsum(axis=0) + rng.uniform((4, 2), (16, 8))
    posture = rng.integers(-1, 4, (len(t_s), POSTURE)).astype(np.int8)
    expected = int(rng.integers(len(NEXT_ACTIONS)))
    track = Track(
        TrackId(seed), t_s[0], t_s, steps.astype(np.float32), view=view, badge=badge, posture=posture
    )
    return Journey(track, tuple(visits), tuple(crossings), tuple(reaches), next_action=expected)


def random_journey(seed: int, start_s: float = 1_781_000_000.0) -> Journey:
    """Return anybody: up to half an hour, any number of stays and crossings, some of them odd."""
    rng = np.random.default_rng(seed)
    start_s += float(rng.uniform(0, 3600))
    visits = [
        Visit(f"z{rng.integers(0, 9)}", start_s + float(rng.uniform(0, 600)), float(rng.exponential(40)))
        for _ in range(rng.integers(0, 12))
    ]
    crossings = [
        Crossing(name, start_s + float(rng.uniform(0, 600)), "in" if rng.random() < 0.6 else "out")
        for name in ("door", "aisle", "unknown")
        if rng.random() < 0.7
    ]
    length_s = float(rng.uniform(1, 1800))
    reaches = [
        Reach(f"s{rng.integers(0, 5)}", at_s, at_s + float(rng.exponential(1.5)) + 0.1)
        for at_s in start_s + rng.uniform(0, 600, rng.integers(0, 6))
    ]
    return journey(
        start_s,
        length_s,
        seed=seed,
        visits=visits,
        crossings=crossings,
        reaches=reaches,
        view="door" if rng.random() < 0.3 else "hall",
    )


def make_home(
    root: Path, urls: dict[Role, str], parties: dict[Role, Party], at: datetime, bundle: PolicyBundle = BUNDLE
) -> Home:
    """Write the home of a node that has been paired with both parties."""
    home = Home(root)
    device_key = make_device_key(home.device_key)
    peers = {
        role: Peer(base_url=urls[role], root_public_key=parties[role].root.public_key.hex()) for role in ROLES
    }
    pairing = Pairing(
        edge_id=edge_id(device_key.public_key),
        site_id=SiteId("altona"),
        cohort_id=CohortId("c1"),
        leader=peers["leader"],
        helper=peers["helper"],
    )
    save(home.pairing, pairing)
    save(home.layout, site())
    for role in ROLES:
        write_private(home.key_list(role), parties[role].signed_keys(at))
    write_private(home.policy, signed_policy(bundle, parties["helper"].root))
    return home


def peer_at(url: str) -> Peer:
    """Return an aggregator at the address, whose keys nobody looks at."""
    return Peer(base_url=url, root_public_key="0" * 64)


def paired_node(root: Path, clock: Clock, bundle: PolicyBundle = BUNDLE) -> tuple[Node, dict[Role, Party]]:
    """Return a paired node and the two parties that can open what it seals."""
    parties = {role: party(role) for role in ROLES}
    urls: dict[Role, str] = {"leader": "http://127.0.0.1:9", "helper": "http://127.0.0.1:9"}
    make_home(root, urls, parties, clock.now(), bundle)
    return load_node(root, clock), parties


def taken_up(node: Node, bundle: PolicyBundle, helper: Party) -> Node:
    """Return the node after it took up another version of the policy just now."""
    held = read_file(node.home.policy)
    if held is not None and node.bundle is not None:
        write_private(node.home.former_policy(node.bundle.hash), held)
    note_taken(node.home, bundle.hash, node.clock.now())
    write_private(node.home.policy, signed_policy(bundle, helper.root))
    return load_node(node.home.root, node.clock)
