"""Stores as witnesses of the helper's log: a helper restored from a backup learns from them what it has lost.

Every store keeps the longest checkpoint of this log that it was given, and brings it back. One that this log
does not contain was signed by this very key and lies in a part that was lost. What went out in that part
cannot be known any more, so nothing that began before is summed again. A helper that has just started cannot
know until stores have spoken, and sums nothing until then.
Source: shared/wire/PROTOCOL.md §18.1.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from aggregator.audit.checkpoints import current
from aggregator.audit.entry import Detail
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import LostTailRow, SightingRow
from aggregator.bodies import Signed
from aggregator.hub import Hub
from aggregator.tables import EdgeRow
from privacy.errors import NoteError
from privacy.signing import verify
from privacy.transparency.checkpoints import Checkpoint, log_name, read_checkpoint
from privacy.transparency.notes import is_signed
from privacy.transparency.tree import root
from shared.ids import CohortId
from shared.schemas.sighting import SightingAnswer, SignedSighting
from shared.wire.problems import Problem

WITHIN: Final = timedelta(minutes=5)
"""An older word may be somebody's who heard it: it would let a helper sum that no store has spoken to."""

_log = logging.getLogger(__name__)


def sight(session: Session, request: Signed[SignedSighting], hub: Hub) -> SightingAnswer | Problem:
    """Return this log's newest checkpoint, having compared the one that the store brought, or why not."""
    said, now = request.model.sighting, hub.clock.now()
    edge = session.get(EdgeRow, said.edge_id)
    if edge is None or edge.retired_at is not None:
        return Problem("unknown_edge")
    signature = bytes.fromhex(request.model.signature)
    if not verify(edge.public_key, "shoal/1 sighting", request.message, signature):
        return Problem("bad_signature")
    if abs(now - said.at) > WITHIN:
        return Problem("stale_request")
    if said.checkpoint:
        seen = _own(said.checkpoint, hub)
        if isinstance(seen, Problem):
            return seen
        _compare(session, seen, said.checkpoint, now)
    session.merge(SightingRow(edge_id=said.edge_id, heard_at=now))
    return SightingAnswer(checkpoint=str(current(session, hub)))


def why_not_yet(
    session: Session, hub: Hub, cohort: CohortId, *, began_at: datetime, stores: int
) -> Problem | None:
    """Return why no batch of the cohort that began then may be summed; None when it may.

    stores: of the cohort, so many must have spoken since this process took the aggregator up.
    """
    lost = select(LostTailRow.size).where(col(LostTailRow.found_at) > began_at)
    if session.exec(lost.limit(1)).first() is not None:
        return Problem("lost_tail")
    heard = (
        select(func.count())
        .select_from(SightingRow)
        .join(EdgeRow, col(EdgeRow.edge_id) == col(SightingRow.edge_id))
        .where(col(EdgeRow.cohort_id) == cohort, col(SightingRow.heard_at) > hub.began_at)
    )
    count = session.exec(heard).one()
    return None if count >= stores else Problem("unseen", f"expected {stores} stores, heard {count}")


def _own(document: str, hub: Hub) -> Checkpoint | Problem:
    try:
        checkpoint, signed = read_checkpoint(document)
    except NoteError as error:
        return Problem("malformed", str(error))
    origin = log_name(hub.role, hub.root.public_key)
    if checkpoint.origin != origin or not is_signed(signed, origin, hub.root.public_key):
        return Problem("bad_signature", "expected a checkpoint of this log, signed by its root key")
    return checkpoint


def _compare(session: Session, seen: Checkpoint, document: str, now: datetime) -> None:
    nodes = StoredNodes(session.connection())
    size = nodes.size()
    if seen.size <= size and root(nodes, seen.size) == seen.root:
        return
    if session.get(LostTailRow, (seen.size, seen.root)) is not None:
        return
    session.add(LostTailRow(size=seen.size, root=seen.root, note=document, found_at=now))
    said: Detail = {"event": "lost_tail", "came": document, "size": size}
    note(session, "witness", seen.origin, said, at=now)
    _log.error("this log has lost entries: a store has seen %d, here are %d", seen.size, size)
