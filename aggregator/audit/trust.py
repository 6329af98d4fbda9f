"""Which checkpoints are believed: for the log's signature, the witness's cosignature, and what it saw before.

Whoever holds the log's key can sign anything, so a signature says who speaks and not that it is the first
version. That it is, only the witness can say; that it is today's, only its own newest note can.
"""

from dataclasses import dataclass
from datetime import datetime

from aggregator.audit.bundle import Cosigned
from aggregator.audit.reading import BrokenError
from privacy.errors import NoteError
from privacy.transparency.checkpoints import Checkpoint, cosigned_at, log_name, read_checkpoint
from privacy.transparency.notes import Note, is_signed
from privacy.transparency.proofs import extends
from shared.wire.codec import Role


@dataclass(frozen=True, slots=True)
class Keys:
    """Whom the reader believes: root public keys, 32 bytes each, brought by a person."""

    log: bytes
    """Of the aggregator whose log it is."""
    witness: bytes | None = None
    """Of the helper; without it a history that was written anew cannot be told from the first one."""
    seen: str = ""
    """The helper's own note of what it cosigned last: without it an older export may pass for today's."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the witness has seen the log."""

    size: int = 0
    at: datetime | None = None
    """By the witness's clock; None when there is no cosignature that was asked for and holds."""


def signed(document: str, role: Role, keys: Keys, place: str) -> tuple[Checkpoint, Note]:
    """Return the checkpoint once the log's own key has signed it.  Raises: BrokenError."""
    checkpoint, note = _read(document, place)
    name = log_name(role, keys.log)
    if checkpoint.origin != name or not is_signed(note, name, keys.log):
        raise BrokenError(f"{place}: expected one of {name}, signed by its key, got another")
    return checkpoint, note


def cosigned(note: Note, size: int, keys: Keys) -> Seen:
    """Return what the cosignature below the note says, nothing without one."""
    at = cosigned_at(note, log_name("helper", keys.witness), keys.witness) if keys.witness else None
    return Seen(size, at) if at is not None else Seen()


def history(part: Cosigned, checkpoint: Checkpoint, role: Role, keys: Keys) -> Seen:
    """Return how far the witness saw the very log of the checkpoint.  Raises: BrokenError when it did not."""
    place = "the witnessed checkpoint"
    is_asked_for = keys.witness is not None or bool(keys.seen)
    if not part.witnessed:
        if part.proof or is_asked_for:
            raise BrokenError(f"{place}: expected one cosigned by the witness, got none")
        return Seen()
    old, note = signed(part.witnessed, role, keys, place)
    seen = cosigned(note, old.size, keys)
    if is_asked_for and seen.at is None:
        raise BrokenError(f"{place}: expected the witness's cosignature, got another or none")
    if keys.seen:
        _expect_not_older(old, role, keys)
    proof = [bytes.fromhex(one) for one in part.proof]
    if not extends((old.size, old.root), (checkpoint.size, checkpoint.root), proof):
        raise BrokenError(
            f"the log: expected it to begin with the {_state(old)} that the witness has seen; "
            f"the {_state(checkpoint)} do not"
        )
    return seen


def _expect_not_older(old: Checkpoint, role: Role, keys: Keys) -> None:
    place = "the witness's own note"
    newest, note = signed(keys.seen, role, keys, place)
    if cosigned(note, newest.size, keys).at is None:
        raise BrokenError(f"{place}: expected its cosignature, got another or none")
    if newest.size > old.size or (newest.size == old.size and newest.root != old.root):
        raise BrokenError(
            f"the log: expected the {_state(newest)} that the witness has seen, got {_state(old)}: "
            "an older state, or another log"
        )


def _read(document: str, place: str) -> tuple[Checkpoint, Note]:
    try:
        return read_checkpoint(document)
    except NoteError as error:
        raise BrokenError(f"{place}: {error}") from error


def _state(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.size} entries of root {checkpoint.root.hex()[:16]}…"
