"""The helper as witness: it cosigns the leader's log only as far as it has seen it grow, and never back.

Whoever holds the leader's key and database can write another history; they cannot make the helper forget the
one it has seen. What it refuses, it notes in its own log, with the leader's signature as evidence.
Source: shared/wire/PROTOCOL.md §18; C2SP tlog-witness.
"""

import logging
from dataclasses import dataclass

from sqlmodel import Session

from aggregator.audit.log import note
from aggregator.audit.tables import WitnessedRow
from aggregator.hub import Hub
from privacy.errors import NoteError
from privacy.transparency import checkpoints
from privacy.transparency.checkpoints import Checkpoint, log_name, read_checkpoint
from privacy.transparency.notes import Note, is_signed
from privacy.transparency.proofs import extends
from privacy.transparency.tree import EMPTY_ROOT
from shared.schemas.peer import WitnessAnswer, WitnessRequest
from shared.wire.problems import Problem

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    checkpoint: Checkpoint
    note: Note


def cosign(session: Session, request: WitnessRequest, hub: Hub) -> WitnessAnswer | Problem:
    """Return the cosignature of a log that only grew, or why there is none.

    What was seen is kept in the same transaction, before the answer leaves.
    """
    shown = _signed_by_leader(request, hub)
    if isinstance(shown, Problem):  # 1
        return shown
    seen = session.get(WitnessedRow, shown.checkpoint.origin) or WitnessedRow(
        origin=shown.checkpoint.origin, size=0, root=EMPTY_ROOT, note="", asked_at=request.issued_at
    )
    if seen.note and request.issued_at <= seen.asked_at:  # 2
        return Problem("stale_request", "expected a checkpoint signed after the last one that was witnessed")
    known, came = (seen.size, seen.root), (shown.checkpoint.size, shown.checkpoint.root)
    if came[0] < known[0]:  # 3
        return _refused(session, hub, "log_rolled_back", seen, shown)
    if request.old_size != seen.size:  # 4
        return WitnessAnswer(nonce=request.nonce, known_size=seen.size, cosignature="")
    if not extends(known, came, [bytes.fromhex(one) for one in request.proof]):  # 5
        return _refused(session, hub, "log_forked", seen, shown)
    name = log_name(hub.role, hub.root.public_key)
    line = checkpoints.cosign(shown.note, name, hub.root, hub.clock.now())
    seen.size, seen.root = came
    seen.note, seen.asked_at = str(Note(shown.note.text, (*shown.note.signatures, line))), request.issued_at
    session.add(seen)  # 6
    return WitnessAnswer(nonce=request.nonce, known_size=known[0], cosignature=str(line))


def _signed_by_leader(request: WitnessRequest, hub: Hub) -> _Shown | Problem:
    try:
        checkpoint, signed = read_checkpoint(request.checkpoint)
    except NoteError as error:
        return Problem("malformed", str(error))
    origin = log_name("leader", hub.peer_key)
    if checkpoint.origin != origin or not is_signed(signed, origin, hub.peer_key):
        return Problem("bad_signature", "expected a checkpoint of the leader's log, signed by its root key")
    return _Shown(checkpoint, signed)


def _refused(session: Session, hub: Hub, why: str, seen: WitnessedRow, shown: _Shown) -> Problem:
    problem = Problem("log_forked" if why == "log_forked" else "log_rolled_back", _words(seen, shown))
    said = {"event": why, "expected": seen.note, "came": str(shown.note)}
    note(session, "witness", shown.checkpoint.origin, said, at=hub.clock.now())
    _log.error("%s: %s", problem.title, problem.detail)
    return problem


def _words(seen: WitnessedRow, shown: _Shown) -> str:
    came = shown.checkpoint
    return (
        f"expected a log that begins with the {seen.size} entries of root {seen.root.hex()[:16]}…, "
        f"got {came.size} entries of root {came.root.hex()[:16]}…"
    )
