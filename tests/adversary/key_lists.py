"""False, old and expired lists of sealing keys, offered to a store; a disk imaged after its keys are gone.

The first row's attacker is a leader who also stands between the stores and the helper, and who once stole a
sealing key of the helper's that is past its last day. `measured` is how many reports it opens whole.
The second row's has recorded months of traffic and then gets the helper's disk. `measured` is how many shares
of more than 73 days ago (38 days of a key, 35 days after) it opens.
Source: DESIGN §2; shared/wire/PROTOCOL.md §10.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np
import pytest

from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.keyring import VALID_FOR, signed_list
from edge_node.node import Node, load_node
from edge_node.refresh import refresh
from edge_node.storage.contributions import Contribution
from edge_node.storage.documents import save
from edge_node.uplink.report import seal_contribution
from privacy.errors import SealError
from privacy.key_list import GRACE, check_key_list, key_entry, select_key, sign_key_list
from privacy.keys import HpkePrivateKey
from privacy.sealing import open_sealed, seal
from shared.errors import ShoalError
from shared.ids import ReportId
from shared.schemas.layout import layout_hash
from shared.wire.codec import Role, decode_envelope
from tests.adversary.row import Row, Scale
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, Party, paired_node
from tests.support.fake_aggregator import FakeAggregator
from tests.support.hub_world import make_template, open_copy
from tests.support.vector_world import COHORT_TASK, NOW

MONTHS: dict[Scale, int] = {"small": 5, "full": 13}
"""How long traffic is recorded, in months of thirty days; one share a day."""
LIFE = VALID_FOR + GRACE
"""The longest that a share can be opened."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of false lists and the row of old keys."""
    return [_false_lists(), _old_keys(30 * MONTHS[scale])]


def _false_lists() -> Row:
    opened = {name: _opens(name, is_pinned=True) for name in LISTS}
    believed = {name: _opens(name, is_pinned=False) for name in LISTS}
    return Row(
        promise="a store seals only to keys that the compliance office's pinned key vouches for now",
        attack="leader offers lists of its own, relabelled, rolled back and expired ones as the helper's",
        measured=sum(opened.values()),
        bound=0,
        holds=not any(opened.values()),
        control=sum(believed.values()),
        control_fails=believed["its own"],
        detail=f"reports opened whole, {len(LISTS)} lists; defence off: the leader names the helper's key",
    )


@dataclass(frozen=True)
class Store:
    """A paired node and whoever answers it."""

    node: Node
    parties: dict[Role, Party]
    clock: FakeClock
    stolen: HpkePrivateKey
    """A sealing key of the helper's, past its last day."""


@contextmanager
def store(folder: Path, *, is_pinned: bool) -> Iterator[tuple[Store, FakeAggregator]]:
    """Yield a paired node and its helper as it answers on the wire; unpinned, the leader named its key."""
    clock = FakeClock()
    node, parties = paired_node(folder, clock)
    if not is_pinned:
        false_root = parties["leader"].root.public_key.hex()
        helper = node.peer("helper").model_copy(update={"root_public_key": false_root})
        save(node.home.pairing, node.pairing.model_copy(update={"helper": helper}))
        node.home.key_list("helper").unlink()
        node.home.policy.unlink()
        node = load_node(folder, clock)
    root = parties["helper"].root
    answering = {role: FakeAggregator(parties[role], root, clock, "http://127.0.0.1:9") for role in parties}
    asked = iter(range(1_000))

    def handle(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        is_first = request.url.path == "/v1/keys" and next(asked) == 0
        return answering["leader" if is_first else "helper"].handle(request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.HTTPTransport, "handle_request", handle)
        stolen = HpkePrivateKey.generate(secrets.token_bytes)
        yield Store(node, parties, clock, stolen), answering["helper"]


def its_own(at: Store) -> bytes:
    """The leader's key, under the leader's signature, as the helper's."""
    leader, now = at.parties["leader"], at.clock.now()
    entry = key_entry(leader.hpke.public_key, not_before=now, not_after=now + timedelta(days=15))
    return sign_key_list("helper", [entry], issued_at=now, root=leader.root).model_dump_json().encode()


def relabelled(at: Store) -> bytes:
    """The leader's own list, with the helper's name on it."""
    return at.parties["leader"].signed_keys(at.clock.now()).replace(b'"leader"', b'"helper"')


def another_roles(at: Store) -> bytes:
    """The leader's own list as it is."""
    return at.parties["leader"].signed_keys(at.clock.now())


def rolled_back(at: Store) -> bytes:
    """A true list of before the one held, of when the stolen key could be sealed to."""
    return _of_stolen(at, at.clock.now() - timedelta(days=60))


def expired(at: Store) -> bytes:
    """A true list, of now, that has only the stolen key on it, which is past its last day."""
    return _of_stolen(at, at.clock.now() + timedelta(seconds=1))


def _of_stolen(at: Store, issued_at: datetime) -> bytes:
    ended = at.clock.now() - timedelta(days=22)
    entry = key_entry(at.stolen.public_key, not_before=ended - VALID_FOR, not_after=ended)
    helper = at.parties["helper"]
    return sign_key_list("helper", [entry], issued_at=issued_at, root=helper.root).model_dump_json().encode()


LISTS = {
    "its own": its_own,
    "relabelled": relabelled,
    "another role's": another_roles,
    "rolled back": rolled_back,
    "expired": expired,
}


def _opens(name: str, *, is_pinned: bool) -> bool:
    """True when a report sealed after the list was offered can be opened by the leader, both shares."""
    with TemporaryDirectory() as folder, store(Path(folder), is_pinned=is_pinned) as (at, helper):
        helper.keys = LISTS[name](at)
        try:
            node = refresh(at.node)
        except ShoalError:
            node = load_node(at.node.home.root, at.clock)
        try:
            envelopes = seal_contribution(_contribution(node), node.sealer())
        except ShoalError:
            return False
        keys = (at.parties["leader"].hpke, at.stolen)
        return all(any(_can_open(one.envelope, one.role, key) for key in keys) for one in envelopes)


def _contribution(node: Node) -> Contribution:
    return Contribution(
        report_id=ReportId(secrets.token_bytes(16)),
        task_id=COHORT_TASK,
        epoch=20_000,
        lane="cohort",
        policy_hash=BUNDLE.hash,
        layout_hash=layout_hash(BUNDLE.chain.layout),
        vector=np.arange(8, dtype=np.int64),
    )


def _can_open(envelope: bytes, role: Role, key: HpkePrivateKey) -> bool:
    sealed = decode_envelope(envelope)
    try:
        open_sealed(sealed.ciphertext, key, header=sealed.header, role=role)
    except SealError:
        return False
    return True


# Old keys.


@dataclass(frozen=True, slots=True)
class Recorded:
    """One share as it went by."""

    at: datetime
    key_id: str
    ciphertext: bytes


def _old_keys(days: int) -> Row:
    with TemporaryDirectory() as folder:
        template = make_template(Path(folder) / "template", "helper")
        clock = FakeClock(NOW)
        hub = open_copy(template, Path(folder) / "helper", clock)
        traffic, images = months_of_traffic(hub, clock, days)
        old = [share for share in traffic if clock.now() - share.at > LIFE]
        last = {key.public_key.key_id: key for key in _image(hub)}
        opened = sum(_opens_with(share, last) for share in old)
        kept = sum(_opens_with(share, images) for share in old)
        hub.engine.dispose()
    return Row(
        promise="what was sealed more than 73 days ago cannot be opened by anybody",
        attack="disk of the helper imaged after months of recorded traffic",
        measured=opened,
        bound=0,
        holds=opened == 0,
        control=kept,
        control_fails=kept == len(old) > 0,
        detail=f"shares opened of {len(old)}, {len(images)} keys in {days} days; defence off: keys are kept",
    )


def months_of_traffic(
    hub: Hub, clock: FakeClock, days: int
) -> tuple[list[Recorded], dict[str, HpkePrivateKey]]:
    """Live so many days: keys renewed, destroyed, a share sealed every day to the key that edges pick.

    Returns the shares and every key there ever was.
    """
    traffic: list[Recorded] = []
    ever: dict[str, HpkePrivateKey] = {}
    for _ in range(days):
        now = clock.now()
        with writing(hub.engine) as session:
            hub.keyring.rotate_when_due(session, now, secrets.token_bytes)
            hub.keyring.destroy_expired(session, now)
            signed = signed_list(session, hub.role, hub.home, now)
        key = select_key(
            check_key_list(signed, role=hub.role, root_public_key=hub.root.public_key), clock.now()
        )
        traffic.append(Recorded(now, key.key_id, seal(bytes(33), key, header=b"header", role=hub.role)))
        ever |= {one.public_key.key_id: one for one in _image(hub)}
        clock.advance(86_400)
    return traffic, ever


def _image(hub: Hub) -> list[HpkePrivateKey]:
    """Return every sealing key that lies on the disk."""
    files = sorted((hub.home.path / "keys").glob("hpke-*.key"))
    return [HpkePrivateKey.from_bytes(file.read_bytes()) for file in files]


def _opens_with(share: Recorded, keys: dict[str, HpkePrivateKey]) -> bool:
    """True when any of the keys opens it."""
    for key in keys.values():
        try:
            open_sealed(share.ciphertext, key, header=b"header", role="helper")
        except SealError:
            continue
        return True
    return False
