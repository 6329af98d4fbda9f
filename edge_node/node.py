"""The node as its home directory describes it: who it is, what it may do, to whom it seals.

What is missing is missing, not invented: without a verified policy bundle nothing is permitted, without key
lists nothing is sealed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Self

from edge_node.errors import PairingError, StorageError
from edge_node.moments import check_clock
from edge_node.release.gate import Door
from edge_node.release.schedule import WINDOW
from edge_node.storage.documents import load
from edge_node.storage.files import read_file, sweep_drafts
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.keys import load_device_key
from edge_node.storage.pairing import Pairing, Peer
from edge_node.storage.policy_times import taken_at
from edge_node.storage.store_key import credential_from
from edge_node.uplink.client import HttpUplink
from edge_node.uplink.directory import verify_keys, verify_policy
from edge_node.uplink.http import TIMEOUT_S
from edge_node.uplink.report import Sealer
from edge_node.vector_plan import VectorPlan, plans
from policies.engine import Decision, Request, decide
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from privacy.key_list import select_key
from privacy.signing import SigningKey, edge_id
from shared.clock import Clock
from shared.ids import TaskId
from shared.schemas.keys import KeyList
from shared.schemas.layout import SiteLayout
from shared.schemas.task import Lane, Task
from shared.wire.codec import Role

ROLES: tuple[Role, ...] = ("leader", "helper")
"""The two parties."""

OPEN_FOR = WINDOW + timedelta(days=7)
"""An epoch of a week that began a moment before a policy was replaced is taken for that long afterwards."""

SETTLING_S = 60.0
"""How long a track that has ended may be on its way to the count."""


@dataclass(frozen=True, slots=True)
class Node:
    """One paired node, read from its home once; read it again after a refresh."""

    home: Home
    device_key: SigningKey
    pairing: Pairing
    layout: SiteLayout
    """What the leader was told the site's floor is."""
    clock: Clock = field(repr=False)
    bundle: PolicyBundle | None = field(default=None, repr=False)
    """The verified policy; None permits nothing."""
    former: tuple[PolicyBundle, ...] = field(default=(), repr=False)
    """Verified bundles that were replaced: they still judge the epochs begun under them."""
    taken: Mapping[str, datetime] = field(default_factory=dict, repr=False)
    """When this node took up each version that followed another, by its hash in hex."""
    keys: dict[Role, KeyList] = field(default_factory=dict, repr=False)
    """Verified key lists; a missing one means nothing can be sealed."""

    def decide(self, request: Request) -> Decision:
        """Ask the policy engine over the bundle held here, at the present moment."""
        return decide(request, self.bundle, self.clock.now())

    @property
    def bundles(self) -> tuple[PolicyBundle, ...]:
        """Every verified bundle held, the lowest version first."""
        return (*self.former, *(() if self.bundle is None else (self.bundle,)))

    def generations(self) -> tuple[Self, ...]:
        """Return this node under each bundle that may still have open epochs, the newest last."""
        oldest = self.clock.now() - OPEN_FOR
        ends = (self._taken_up(successor) for successor in self.bundles[1:])
        open_still = [bundle for bundle, end in zip(self.former, ends, strict=False) if end > oldest]
        newest = () if self.bundle is None else (self.bundle,)
        held = (*open_still, *newest)
        return tuple(replace(self, bundle=bundle, former=()) for bundle in held) or (self,)

    def in_force(self, at: datetime) -> PolicyBundle | None:
        """Return the newest bundle held that had begun by the moment, None once that one has ended.

        A version that was replaced does not come back when its successor ends.
        """
        begun = self._begun(at)
        return begun[-1] if begun and at <= begun[-1].chain.not_after else None

    def at_present(self) -> Self:
        """Return this node under the bundle in force now alone."""
        return replace(self, bundle=self.in_force(self.clock.now()), former=())

    def governing(self, start: datetime) -> PolicyBundle | None:
        """Return the bundle that epochs which start then are measured and closed under, if there is one.

        It is the newest that had begun and was taken up here by then; where that one had ended, or there was
        none, the first that came after.
        """
        begun = self._begun(start)
        known = sum(self._taken_up(bundle) <= start for bundle in begun)
        return next((one for one in begun[max(known - 1, 0) :] if start <= one.chain.not_after), None)

    @property
    def tasks(self) -> Mapping[TaskId, Task]:
        """Every task the bundle permits; none without a bundle."""
        return {} if self.bundle is None else tasks(self.bundle)

    def plans(self, entrance: Iterable[str] = ()) -> tuple[VectorPlan, ...]:
        """Return a plan per task that has something to measure here; entrance names the lines at the door."""
        if self.bundle is None:
            return ()
        return plans(self.tasks.values(), self.layout, self.bundle.chain.layout, entrance)

    def door(self) -> Door:
        """Return what the gate decides by; without a bundle it lets nothing through."""
        if self.bundle is None:
            nothing = Fraction(0)
            shut: dict[Lane, Fraction] = {"site": nothing, "cohort": nothing}
            return Door(decide=self.decide, policy_hash=b"", shares=shut, total=nothing)
        return Door(
            decide=self.decide,
            policy_hash=self.bundle.hash,
            shares=shares(self.bundle),
            total=self.bundle.chain.budget.exact_total,
        )

    def sealer(self) -> Sealer:
        """Return whose reports are sealed to which keys.

        Raises: privacy.errors.KeyListError when an aggregator has no key valid now; PairingError when none
        is held.
        """
        missing = [role for role in ROLES if role not in self.keys]
        if missing:
            raise PairingError(f"expected verified keys of leader and helper, got none of the {missing[0]}")
        now = self.clock.now()
        return Sealer(
            edge_id=edge_id(self.device_key.public_key),
            device_key=self.device_key,
            keys={role: select_key(self.keys[role], now) for role in ROLES},
        )

    def uplinks(self, *, timeout_s: float = TIMEOUT_S) -> dict[Role, HttpUplink]:
        """Open a connection to each aggregator; a request unanswered for the time-out counts as lost."""
        return {role: HttpUplink(self.peer(role), role, timeout_s=timeout_s) for role in ROLES}

    def peer(self, role: Role) -> Peer:
        """Return the aggregator of the role. Raises: PairingError when it has not enrolled this node."""
        peer = self.pairing.peer(role)
        if peer is None:
            raise PairingError(f"the {role} has not enrolled this node; run `shoal edge pair`")
        return peer

    def complete_until(self) -> datetime:
        """Return the moment up to which epochs are complete: a track may run T_max past its epoch's end."""
        return self.clock.now() - timedelta(seconds=self.cut_s + SETTLING_S)

    @property
    def cut_s(self) -> float:
        """Seconds after which a track is cut and the rest of it discarded: T_max; 0 without a policy."""
        bundle = self.in_force(self.clock.now())
        return 0.0 if bundle is None else 60.0 * bundle.chain.track_cut_minutes

    def check_clock(self, journal: Journal) -> None:
        """Refuse a clock that is behind the signed key lists or the last epoch closed, or out of the policy.

        Raises: ClockError, before anything is counted, closed or sent.
        """
        known = [(f"the {role} signed its keys", keys.issued_at) for role, keys in self.keys.items()]
        last_s = journal.ledger.last_at_s()
        if last_s is not None:
            known.append(("this node last closed an epoch", datetime.fromtimestamp(last_s, UTC)))
        now = self.clock.now()
        bundle = self.in_force(now) or self.bundle
        check_clock(now, None if bundle is None else bundle.chain, known)

    def _begun(self, at: datetime) -> list[PolicyBundle]:
        return [bundle for bundle in self.bundles if bundle.chain.not_before <= at]

    def _taken_up(self, bundle: PolicyBundle) -> datetime:
        return max(self.taken.get(bundle.hash.hex(), bundle.chain.not_before), bundle.chain.not_before)

    def open_journal(self) -> Journal:
        """Open the journal.

        Raises: StorageError when this node has measured before and its journal is gone: with it went the list
        of what was spent, which must not be spent again.
        """
        if self.home.begun.exists() and not self.home.journal.exists():
            raise StorageError(
                f"expected {self.home.journal}, which holds what this node has spent, got none; restore it, "
                "or pair this store anew from an empty home"
            )
        return Journal(self.home.journal, credential=credential_from())


def load_node(root: Path, clock: Clock) -> Node:
    """Return the node kept in the directory, everything verified again under the pinned keys.

    What a killed writer left half-written there is deleted first.
    Raises: PairingError when it is not paired with both aggregators; StorageError when a file is damaged;
    privacy or policy errors when something kept there is not signed by whom it must be.
    """
    home = Home(root)
    for folder in home.folders():
        sweep_drafts(folder)
    device_key = load_device_key(home.device_key)
    pairing = load(home.pairing, Pairing)
    layout = load(home.layout, SiteLayout)
    if device_key is None or pairing is None or not pairing.is_whole or layout is None:
        raise PairingError(f"{root} holds no paired node; run `shoal edge pair --leader CODE --helper CODE`")
    if pairing.edge_id != edge_id(device_key.public_key):
        raise PairingError("the device key is not the one that was enrolled; pair this node again")
    return Node(
        home=home,
        device_key=device_key,
        pairing=pairing,
        layout=layout,
        clock=clock,
        bundle=(bundle := _held_bundle(home, pairing)),
        former=tuple(former for former in _former_bundles(home, pairing) if former != bundle),
        taken=taken_at(home),
        keys=_held_keys(home, pairing),
    )


def _held_bundle(home: Home, pairing: Pairing) -> PolicyBundle | None:
    text = read_file(home.policy)
    if text is None or pairing.helper is None:
        return None
    return verify_policy(text, bytes.fromhex(pairing.helper.root_public_key))


def _former_bundles(home: Home, pairing: Pairing) -> tuple[PolicyBundle, ...]:
    if pairing.helper is None or not home.former_policies.is_dir():
        return ()
    key = bytes.fromhex(pairing.helper.root_public_key)
    texts = [path.read_bytes() for path in sorted(home.former_policies.glob("*.json"))]
    return tuple(sorted((verify_policy(text, key) for text in texts), key=lambda b: b.chain.version))


def _held_keys(home: Home, pairing: Pairing) -> dict[Role, KeyList]:
    held: dict[Role, KeyList] = {}
    for role in ROLES:
        peer, text = pairing.peer(role), read_file(home.key_list(role))
        if peer is not None and text is not None:
            held[role] = verify_keys(text, role, bytes.fromhex(peer.root_public_key))
    return held
