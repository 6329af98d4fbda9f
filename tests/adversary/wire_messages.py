"""Messages that an edge, or who listens to one, could send again, put together anew, downgrade or misdate.

`measured` is how many of them leader or helper take: rows added, sums given out. The bound is none.
Source: DESIGN §2 (refusals) and §8; shared/wire/PROTOCOL.md §5–8, §14 and §16.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from sqlmodel import delete

from aggregator.database import writing
from aggregator.ingest import decision, payload
from aggregator.tables import ReportRow
from privacy.errors import SealError
from privacy.keys import HpkePrivateKey
from privacy.sealing import open_sealed
from shared.ids import ReportId
from shared.wire import codec
from shared.wire.codec import Envelope, Role, decode_envelope, decode_header, encode_envelope, encode_header
from tests.adversary.leader_world import Battle, Homes, homes
from tests.adversary.row import Row, Scale
from tests.support.two_hubs import ROLES, cohort_envelopes
from tests.support.vector_world import fixed_random

HEARD: dict[Scale, int] = {"small": 2, "full": 5}
"""Stores whose traffic the attacker has recorded; the last of the six is his own and has reported nothing."""
PARTS = ("role", "key_id", "ciphertext", "other", "signature")
VERSIONS = ("0", "", "01", "1.0", "2", "999")
DAYS_OFF = (-400, -37, 3, 400)
"""How far a wrong clock puts a day's epoch from yesterday: older than 35 days, or not begun anywhere."""

Heard = list[dict[Role, bytes]]
"""Honest messages as they went by, one pair for each store."""


@dataclass(frozen=True, slots=True)
class Trick:
    """One kind of message that must not be taken, and what stands against it switched off."""

    promise: str
    attack: str
    send: Callable[[Battle, Heard], int]
    """Sends them all and returns how many were sent."""
    undefended: Callable[[Battle, pytest.MonkeyPatch], None]
    """Switches the defence off, after the honest messages were taken."""

    def row(self, ground: Homes, stores: int, seed: int) -> Row:
        """Send everything twice: at aggregators as they are, and at ones without the defence."""
        with ground.battle(seed) as battle:
            sent, taken = self._taken(battle, stores)
        with ground.battle(seed) as battle, pytest.MonkeyPatch.context() as patch:
            _, undefended = self._taken(battle, stores, patch)
        return Row(
            promise=self.promise,
            attack=self.attack,
            measured=taken,
            bound=0,
            holds=taken == 0,
            control=undefended,
            control_fails=undefended > 0,
            detail=f"messages taken of {sent}, made from those of {stores} stores",
        )

    def _taken(self, battle: Battle, stores: int, patch: pytest.MonkeyPatch | None = None) -> tuple[int, int]:
        heard = listen(battle, stores)
        if patch is not None:
            self.undefended(battle, patch)
        before = _state(battle)
        sent = self.send(battle, heard)
        return sent, _state(battle) - before


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row per kind of message."""
    with homes() as ground:
        return [trick.row(ground, HEARD[scale], seed) for trick in TRICKS]


def listen(battle: Battle, stores: int) -> Heard:
    """Let the first stores report, and return what went by."""
    heard = [
        cohort_envelopes(battle.world, edge, battle.counted[at])
        for at, edge in enumerate(battle.world.edges[:stores])
    ]
    for pair in heard:
        deliver(battle, pair)
    return heard


def deliver(battle: Battle, pair: dict[Role, bytes]) -> None:
    """Post each part to its party; whatever it answers."""
    for role, party in (("leader", battle.leader), ("helper", battle.helper)):
        if role in pair:
            party.post(pair[role])


def _state(battle: Battle) -> int:
    return sum(len(party.rows(ReportRow)) for party in (battle.leader, battle.helper))


# Replay.


def send_again(battle: Battle, heard: Heard) -> int:
    """Send what was heard, three times, and to the other party as well."""
    for pair in heard * 3:
        deliver(battle, pair)
        deliver(battle, {"leader": pair["helper"], "helper": pair["leader"]})
    return 12 * len(heard)


def without_memory(battle: Battle, _patch: pytest.MonkeyPatch) -> None:
    """Aggregators that keep no ids of what they have taken."""
    for party in (battle.leader, battle.helper):
        with writing(party.hub.engine) as session:
            session.exec(delete(ReportRow))


# Splice.


def send_spliced(battle: Battle, heard: Heard) -> int:
    """Put messages together from parts of two in every way, under either header and one of another day."""
    sent = 0
    for first, second in zip(heard, heard[1:] + heard[:1], strict=True):
        for role in ROLES:
            for envelope in _spliced(decode_envelope(first[role]), decode_envelope(second[role])):
                deliver(battle, {role: encode_envelope(envelope)})
                sent += 1
    return sent


def _spliced(first: Envelope, second: Envelope) -> Iterator[Envelope]:
    own = decode_header(first.header)
    other_day = replace(own, report_id=ReportId(fixed_random("spliced")(16)), epoch=own.epoch - 1)
    for header in (first.header, second.header, encode_header(other_day)):
        for choice in product((first, second), repeat=len(PARTS)):
            parts = {name: getattr(at, name) for name, at in zip(PARTS, choice, strict=True)}
            made = replace(first, header=header, **parts)
            if made not in (first, second):
                yield made


def unsigned_and_unbound(battle: Battle, patch: pytest.MonkeyPatch) -> None:
    """Aggregators that check no signature, and open a share under whatever header it was sealed with."""
    headers = {row.header for row in battle.leader.rows(ReportRow)}

    def open_any(ciphertext: bytes, key: HpkePrivateKey, *, header: bytes, role: Role) -> bytes:
        for one in headers | {header}:
            try:
                return open_sealed(ciphertext, key, header=one, role=role)
            except SealError:
                continue
        raise SealError("expected a share")

    patch.setattr(decision, "verify", lambda *_: True)
    patch.setattr(payload, "open_sealed", open_any)


# Downgrade.


def send_downgraded(battle: Battle, _heard: Heard) -> int:
    """Let an enrolled edge speak other versions, and seal with every other suite there is."""
    edge, vector = battle.world.edges[-1], battle.counted[-1]
    for version in VERSIONS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(codec, "encode_header", lambda header, v=version: _of_version(header, v))
            patch.setattr("tests.support.two_hubs.encode_header", codec.encode_header)
            deliver(battle, cohort_envelopes(battle.world, edge, vector))
    suites = weaker_suites()
    for kem, suite in suites:
        deliver(battle, {"helper": _sealed_with(kem, suite, battle)})
    return 2 * len(VERSIONS) + len(suites)


def weaker_suites() -> list[tuple[str, Suite]]:
    """Return every suite that fits the key's components but is not the protocol's, with its KEM's name."""
    own = ("MLKEM768_X25519", "HKDF_SHA256", "AES_128_GCM")
    every = product(("X25519", "MLKEM768", own[0]), _names(KDF), _names(AEAD))
    return [
        (kem, Suite(getattr(KEM, kem), getattr(KDF, kdf), getattr(AEAD, aead)))
        for kem, kdf, aead in every
        if (kem, kdf, aead) != own
    ]


def _names(kind: type) -> list[str]:
    return [name for name in dir(kind) if name.isupper()]


def _of_version(header: codec.Header, version: str) -> bytes:
    good = encode_header(header)
    return codec.bytes16(version.encode()) + good[3:]


def _sealed_with(kem: str, suite: Suite, battle: Battle) -> bytes:
    """Return the helper's part of a good report, sealed with another suite to the components of its key."""
    world, edge = battle.world, battle.world.edges[-1]
    parts = cohort_envelopes(world, edge, battle.counted[-1])
    good, key = decode_envelope(parts["helper"]), world.hpke["helper"]
    seed = open_sealed(good.ciphertext, key, header=good.header, role="helper")
    info = b"shoal/1 share" + codec.bytes32(good.header) + codec.bytes16(b"helper")
    info += codec.bytes16(good.key_id.encode())
    components = {
        "X25519": X25519PublicKey.from_public_bytes(key.public_key.x25519),
        "MLKEM768": MLKEM768PublicKey.from_public_bytes(key.public_key.mlkem),
    }
    public = components.get(kem, key.public_key.to_hybrid())
    return encode_envelope(world.sign(edge, replace(good, ciphertext=suite.encrypt(seed, public, info=info))))


def of_any_version(_battle: Battle, patch: pytest.MonkeyPatch) -> None:
    """Aggregators that still speak version 0."""
    patch.setattr(codec, "PROTOCOL_VERSION", VERSIONS[0])


# Clocks.


def send_misdated(battle: Battle, _heard: Heard) -> int:
    """Report for days too long ago or not begun, and ask for sums at another time than it is, or again."""
    edge, vector = battle.world.edges[-1], battle.counted[-1]
    yesterday = battle.name.epoch
    days = [*(yesterday + days for days in DAYS_OFF), -1, 2**62, -(2**63)]
    for at, epoch in enumerate(days):
        report_id = ReportId(fixed_random(f"misdated {at}")(16))
        deliver(battle, cohort_envelopes(battle.world, edge, vector, epoch=epoch, report_id=report_id))
    return 2 * len(days)


def in_any_time(_battle: Battle, patch: pytest.MonkeyPatch) -> None:
    """Aggregators that take any epoch whose days a calendar has."""
    patch.setattr(decision, "is_accepted", lambda *_: True)
    patch.setattr(decision, "_batch", lambda *_: None)


TRICKS = (
    Trick(
        promise="a report counts once",
        attack="listener sends what was heard again, to both parties",
        send=send_again,
        undefended=without_memory,
    ),
    Trick(
        promise="no message is made from parts of others",
        attack="listener puts headers, shares and signatures of two reports together in every way",
        send=send_spliced,
        undefended=unsigned_and_unbound,
    ),
    Trick(
        promise="no older version and no weaker suite is spoken",
        attack="enrolled edge sends other versions, and shares sealed with every other suite",
        send=send_downgraded,
        undefended=of_any_version,
    ),
    Trick(
        promise="an epoch is taken from its beginning until 35 days after its end",
        attack="enrolled edge with a wrong clock reports for days long ago and to come",
        send=send_misdated,
        undefended=in_any_time,
    ),
)
