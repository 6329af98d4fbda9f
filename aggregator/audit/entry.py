"""One entry of the audit log: what is kept for ever, and what can be forgotten without a trace in the hashes.

The leaf is a hash of the moment, the kind and a *commitment*; the commitment is a salted hash of the payload
(subject and details, where names of staff may stand). Without salt and payload the commitment says nothing,
so erasing both forgets the payload while every proof goes on to hold.
Source: RFC 9162 §2.1.1 for the leaf; aggregator/audit/README.md for its content.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from privacy.transparency.tree import leaf_hash

Kind = Literal[
    "read",
    "export",
    "release",
    "refusal",
    "policy_step",
    "key_event",
    "login",
    "deletion",
    "signage",
    "objection",
    "pause",
    "account",
    "enrolment",
    "server",
    "witness",
]
"""What can happen. Append-only: a kind is never given another meaning."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""Every kind, in the same order."""
SALT_BYTES: Final = 16
"""Fresh for every entry: equal payloads do not look alike, and none can be guessed from its hash."""

Detail = Mapping[str, str | int]
"""Names and values; counts, codes and identifiers, never a track or a measurement of one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stays of an entry for ever."""

    at: datetime
    kind: str
    """A Kind, or what a later release calls one."""
    commitment: bytes
    """32 bytes: `commit` of salt and payload."""

    @property
    def leaf(self) -> bytes:
        """The leaf hash, 32 bytes."""
        said = {"at": moment(self.at), "commitment": self.commitment.hex(), "kind": self.kind}
        return leaf_hash(canonical(said).encode())


def commit(salt: bytes, payload: str) -> bytes:
    """Return the commitment, 32 bytes.  Raises: ValueError for a salt of another length."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"expected a salt of {SALT_BYTES} bytes, got {len(salt)}")
    return hashlib.sha256(salt + payload.encode()).digest()


def payload_of(subject: str, detail: Detail) -> str:
    """Return what can be forgotten, in the one spelling that is hashed."""
    return canonical({"detail": dict(detail), "subject": subject})


def moment(at: datetime) -> str:
    """Return a moment in its one spelling: UTC with six digits of a second."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(part: object) -> str:
    """Return JSON with sorted keys and no white space: one spelling for one content."""
    return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
