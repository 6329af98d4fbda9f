"""Headers and envelopes as bytes, strictly: one reading, one writing, nothing left over.

Source: shared/wire/PROTOCOL.md §2, §5 and §8.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, Literal

from typing_extensions import override

from shared.ids import EdgeId, KeyId, ReportId, TaskId
from shared.wire.errors import MalformedError, VersionError
from shared.wire.reader import Reader, bytes16, bytes32
from shared.wire.version import PROTOCOL_VERSION

Role = Literal["leader", "helper"]
"""The two parties a share can be addressed to."""

Context = Literal[
    "shoal/1 report",
    "shoal/1 enrol",
    "shoal/1 enrolled",
    "shoal/1 keys",
    "shoal/1 policy",
    "shoal/1 layout",
    "shoal/1 peer",
    "shoal/1 draft",
    "shoal/1 approval",
    "shoal/1 confirmation",
    "shoal/1 signs",
    "shoal/1 identity",
    "shoal/1 verify",
    "shoal/1 model",
    "shoal/1 noise",
    "shoal/1 sighting",
]
"""What a signature is for. Source: PROTOCOL.md §2.4."""

MAX_ENVELOPE_BYTES: Final = 1 << 21
"""2 MiB: the largest vector (200,000 × 8 bytes) with everything around it."""
MAX_ENTRIES: Final = 200_000
"""Most entries of a vector, coverage included: a model update of 200,000 values fits."""

_TEXT_BYTES: Final = 64
_HEADER_BYTES: Final = 512
_REPORT_ID_BYTES: Final = 16
_EPOCH_BYTES: Final = 8
_HASH_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_EDGE_ID: Final = re.compile(r"[a-z2-7]{26}")


@dataclass(frozen=True, slots=True)
class Header:
    """What a report is about; sealed into every share, signed, and readable by both parties."""

    task_id: TaskId
    report_id: ReportId
    """16 random bytes."""
    epoch: int
    """Signed 64-bit. Source: shared/epoch.py."""
    edge_id: EdgeId
    layout_hash: bytes
    """32 bytes."""
    policy_hash: bytes
    """32 bytes."""

    def __post_init__(self) -> None:
        _expect(1 <= len(self.task_id.encode()) <= _TEXT_BYTES, "a task id of 1 to 64 bytes")
        _expect(len(self.report_id) == _REPORT_ID_BYTES, "a report id of 16 bytes")
        _expect(-(1 << 63) <= self.epoch < 1 << 63, "an epoch that fits 64 bits")
        _expect(_EDGE_ID.fullmatch(self.edge_id) is not None, "an edge id of 26 base32 characters")
        _expect(len(self.layout_hash) == _HASH_BYTES, "a layout hash of 32 bytes")
        _expect(len(self.policy_hash) == _HASH_BYTES, "a policy hash of 32 bytes")


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """What one party receives: its sealed share, and the other party's only as a digest."""

    header: bytes
    """The encoded header, exactly as signed and sealed in."""
    role: str
    """Whom it is addressed to; ``leader`` or ``helper`` if it is any use (checked in §14.4, not here)."""
    key_id: KeyId
    ciphertext: bytes
    other: bytes
    """part_digest of the other party's share: 32 bytes, or empty in the site lane."""
    signature: bytes
    """Ed25519 by the edge over signed_message("shoal/1 report", report_message(…)): 64 bytes."""

    @property
    def message(self) -> bytes:
        """The bytes that both parties check the one signature over (before the context)."""
        own = part_digest(self.role, self.key_id, self.ciphertext)
        leader, helper = (self.other, own) if self.role == "helper" else (own, self.other)
        return report_message(self.header, leader, helper)

    @override
    def __repr__(self) -> str:
        return f"Envelope(to {self.role}, {len(self.ciphertext)} bytes sealed)"


def encode_header(header: Header) -> bytes:
    """Return the header as its seven length-prefixed fields. Source: PROTOCOL.md §5."""
    fields = (
        PROTOCOL_VERSION.encode(),
        header.task_id.encode(),
        header.report_id,
        header.epoch.to_bytes(_EPOCH_BYTES, "big", signed=True),
        header.edge_id.encode(),
        header.layout_hash,
        header.policy_hash,
    )
    return b"".join(bytes16(field) for field in fields)


def decode_header(data: bytes) -> Header:
    """Return the header the bytes encode, whole and with nothing after it.

    Raises: VersionError for another version, MalformedError for anything else.
    """
    reader = Reader(data)
    version = reader.text16("protocol version", most=_TEXT_BYTES)
    if version != PROTOCOL_VERSION:
        raise VersionError(f"expected protocol version {PROTOCOL_VERSION!r}, got {version[:16]!r}")
    try:
        header = Header(
            task_id=TaskId(reader.text16("task id", most=_TEXT_BYTES)),
            report_id=ReportId(reader.bytes16("report id", most=_REPORT_ID_BYTES)),
            epoch=_signed(reader.bytes16("epoch", least=_EPOCH_BYTES, most=_EPOCH_BYTES)),
            edge_id=EdgeId(reader.text16("edge id", most=_TEXT_BYTES)),
            layout_hash=reader.bytes16("layout hash", most=_HASH_BYTES),
            policy_hash=reader.bytes16("policy hash", most=_HASH_BYTES),
        )
    except ValueError as error:
        raise MalformedError(str(error)) from error
    reader.finish()
    return header


def encode_envelope(envelope: Envelope) -> bytes:
    """Return the envelope as bytes. Source: PROTOCOL.md §8.

    Raises: ValueError when it would be larger than any party accepts.
    """
    encoded = b"".join(
        (
            bytes32(envelope.header),
            bytes16(envelope.role.encode()),
            bytes16(envelope.key_id.encode()),
            bytes32(envelope.ciphertext),
            bytes16(envelope.other),
            bytes16(envelope.signature),
        )
    )
    _expect(len(encoded) <= MAX_ENVELOPE_BYTES, f"an envelope of at most {MAX_ENVELOPE_BYTES} bytes")
    return encoded


def decode_envelope(data: bytes) -> Envelope:
    """Return the envelope the bytes encode, whole and with nothing after it; the header stays encoded.

    Raises: MalformedError.
    """
    if len(data) > MAX_ENVELOPE_BYTES:
        raise MalformedError(f"expected at most {MAX_ENVELOPE_BYTES} bytes, got {len(data)}")
    reader = Reader(data)
    envelope = Envelope(
        header=reader.bytes32("header", least=1, most=_HEADER_BYTES),
        role=reader.text16("role", most=_TEXT_BYTES),
        key_id=KeyId(reader.text16("key id", most=_TEXT_BYTES)),
        ciphertext=reader.bytes32("ciphertext", least=1, most=MAX_ENVELOPE_BYTES),
        other=reader.bytes16("the other part's digest", most=_HASH_BYTES),
        signature=reader.bytes16("signature", least=_SIGNATURE_BYTES, most=_SIGNATURE_BYTES),
    )
    reader.finish()
    if len(envelope.other) not in (0, _HASH_BYTES):
        raise MalformedError(f"expected a digest of 0 or 32 bytes, got {len(envelope.other)}")
    return envelope


def part_digest(role: str, key_id: str, ciphertext: bytes) -> bytes:
    """Return SHA-256 over one party's role, key id and ciphertext: 32 bytes. Source: PROTOCOL.md §8."""
    part = bytes16(role.encode()) + bytes16(key_id.encode()) + bytes32(ciphertext)
    return hashlib.sha256(part).digest()


def report_message(header: bytes, leader_digest: bytes, helper_digest: bytes) -> bytes:
    """Return what a report's signature covers; the helper's digest is empty in the site lane."""
    return bytes32(header) + bytes32(leader_digest) + bytes32(helper_digest)


def signed_message(context: Context, message: bytes) -> bytes:
    """Return ``context ‖ 0x00 ‖ message``: the bytes an Ed25519 key signs. Source: PROTOCOL.md §2.3."""
    return context.encode() + b"\x00" + message


def _signed(data: bytes) -> int:
    return int.from_bytes(data, "big", signed=True)


def _expect(fact: bool, what: str) -> None:  # noqa: FBT001 - the fact is the sentence's subject
    if not fact:
        raise ValueError(f"expected {what}, got another")
