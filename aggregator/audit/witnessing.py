"""The leader's side of the witness: it shows its newest checkpoint and keeps the cosignature.

One round trip when both agree on what was witnessed last; a second one when an answer was lost.
Source: shared/wire/PROTOCOL.md §18.
"""

from dataclasses import dataclass

from sqlmodel import Session

from aggregator.audit.checkpoints import keep_current, newest_witnessed
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditCheckpointRow
from aggregator.database import writing
from aggregator.errors import PeerError
from aggregator.hub import Hub
from aggregator.ports import Asked, Witness
from privacy.errors import NoteError
from privacy.transparency.checkpoints import cosigned_at, log_name, read_checkpoint
from privacy.transparency.notes import Note, parse_signature
from privacy.transparency.proofs import consistency_proof
from shared.schemas.peer import WitnessAnswer
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class _Shown:
    size: int
    asked: Asked


def seek_cosignature(hub: Hub, witness: Witness) -> bool:
    """Bring what is in the log now before the witness; True when it is new to it.

    Raises: PeerError when there is no answer, none that holds, or the witness remembers another log.
    """
    shown = _show(hub, None)
    if shown is None:
        return False
    answer = _answered(witness.witness(shown.asked))
    if not answer.cosignature:
        shown = _show(hub, answer.known_size)
        if shown is None:
            return False
        answer = _answered(witness.witness(shown.asked))
    _keep(hub, shown, answer)
    return True


def _show(hub: Hub, known_size: int | None) -> _Shown | None:
    with writing(hub.engine) as session:
        row = keep_current(session, hub)
        if row.witnessed_at is not None:
            return None
        old_size = _last_witnessed(session) if known_size is None else known_size
        nodes = StoredNodes(session.connection())
        proof = consistency_proof(nodes, old_size, row.size) if old_size <= row.size else []
        return _Shown(row.size, Asked(hub.clock.now(), old_size, proof, row.note))


def _last_witnessed(session: Session) -> int:
    row = newest_witnessed(session)
    return 0 if row is None else row.size


def _answered(answer: WitnessAnswer | Problem) -> WitnessAnswer:
    if isinstance(answer, Problem):
        raise PeerError(f"the witness refused: {answer.title} ({answer.name})")
    return answer


def _keep(hub: Hub, shown: _Shown, answer: WitnessAnswer) -> None:
    note = _cosigned(shown, answer)
    at = cosigned_at(note, log_name("helper", hub.peer_key), hub.peer_key)
    if at is None:
        raise PeerError("expected a cosignature by the helper's root key, got another")
    with writing(hub.engine) as session:  # another process may have signed a newer one over it meanwhile
        row = session.get(AuditCheckpointRow, shown.size) or AuditCheckpointRow(
            size=shown.size, note="", signed_at=shown.asked.at
        )
        row.note, row.witnessed_at = str(note), at
        session.add(row)


def _cosigned(shown: _Shown, answer: WitnessAnswer) -> Note:
    _, signed = read_checkpoint(shown.asked.checkpoint)
    try:
        return Note(signed.text, (*signed.signatures, parse_signature(answer.cosignature)))
    except NoteError as error:
        known = answer.known_size
        raise PeerError(f"expected a cosignature; the witness knows {known} entries: {error}") from error
