"""Checkpoints: a log's size and root as a signed note, and the witness's cosignature below it.

A cosignature says: *I have seen this log grow up to here, and never otherwise*; it carries its own moment.
Source: C2SP tlog-checkpoint and tlog-cosignature, https://c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from privacy.errors import NoteError
from privacy.signing import SigningKey, fingerprint
from privacy.transparency.notes import (
    Note,
    Signature,
    is_raw_signature,
    key_id,
    parse_note,
    raw_signature,
    sign_text,
)
from privacy.transparency.tree import HASH_BYTES
from shared.wire.codec import Role

COSIGNATURE: Final = b"\x04"
"""Signature type of an Ed25519 cosignature with its moment."""

_MOMENT_BYTES: Final = 8
_LARGEST: Final = 1 << 63
_LATEST_S: Final = 253_402_300_799
"""The last second of the year 9999."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its first ``size`` entries have this root."""

    origin: str
    """Which log: `log_name` of its root key."""
    size: int
    root: bytes
    """32 bytes."""

    def __post_init__(self) -> None:
        if not self.origin or not self.origin.isprintable():
            raise ValueError("expected an origin on one line")
        if len(self.root) != HASH_BYTES or not 0 <= self.size < _LARGEST:
            raise ValueError(f"expected a size and a root of {HASH_BYTES} bytes")

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def log_name(role: Role, root_public_key: bytes) -> str:
    """Return what a log is called: who keeps it, and the fingerprint of the key that signs it."""
    return f"shoal/{role}/{fingerprint(root_public_key)}"


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """Return the checkpoint under the signature of the log's own key."""
    return sign_text(checkpoint.text, checkpoint.origin, key)


def read_checkpoint(document: str) -> tuple[Checkpoint, Note]:
    """Return what the note says, spelt as it must be, and the note; nothing is verified yet.

    Raises: NoteError.
    """
    note = parse_note(document)
    lines = note.text.split("\n")
    try:
        origin, size, root, _ = lines
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error) as error:
        raise NoteError("expected a checkpoint of three lines: origin, size, root") from error
    if checkpoint.text != note.text:
        raise NoteError("expected a checkpoint in its one spelling")
    return checkpoint, note


def cosign(note: Note, name: str, key: SigningKey, at: datetime) -> Signature:
    """Return the witness's line for the note; the caller has verified that the log only grew."""
    moment_s = int(at.timestamp())
    content = moment_s.to_bytes(_MOMENT_BYTES, "big") + raw_signature(_cosigned(note, moment_s), key)
    return Signature(name, key_id(name, COSIGNATURE, key.public_key), content)


def cosigned_at(note: Note, name: str, public_key: bytes) -> datetime | None:
    """Return when the witness cosigned the note; None when it did not, or the signature does not hold."""
    expected = key_id(name, COSIGNATURE, public_key)
    by_key = [one.content for one in note.signatures if (one.name, one.key_id) == (name, expected)]
    if len(by_key) != 1:
        return None
    moment_s = int.from_bytes(by_key[0][:_MOMENT_BYTES], "big")
    is_by_key = is_raw_signature(_cosigned(note, moment_s), by_key[0][_MOMENT_BYTES:], public_key)
    if not is_by_key or moment_s > _LATEST_S:
        return None
    return datetime.fromtimestamp(moment_s, UTC)


def _cosigned(note: Note, moment_s: int) -> str:
    return f"cosignature/v1\ntime {moment_s}\n{note.text}"
