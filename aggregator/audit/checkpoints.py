"""This log's own checkpoints: signed when it has grown, kept for whoever asks for proofs later."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditCheckpointRow
from aggregator.hub import Hub
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from privacy.transparency.notes import Note
from privacy.transparency.tree import root

EACH_KEPT_FOR: Final = timedelta(days=35)
"""From then on only the last witnessed checkpoint of a day stays: the window in which reports come late."""


def current(session: Session, hub: Hub) -> Note:
    """Return the signed checkpoint of everything that is in the log now, empty or not; nothing is kept."""
    nodes = StoredNodes(session.connection())
    size = nodes.size()
    checkpoint = Checkpoint(log_name(hub.role, hub.root.public_key), size, root(nodes, size))
    return sign_checkpoint(checkpoint, hub.root)


def keep_current(session: Session, hub: Hub) -> AuditCheckpointRow:
    """Return the checkpoint of the present size, signed and kept unless there is one; the session writes."""
    size = StoredNodes(session.connection()).size()
    row = session.get(AuditCheckpointRow, size)
    if row is None:
        row = AuditCheckpointRow(size=size, note=str(current(session, hub)), signed_at=hub.clock.now())
        _execute(session, delete(AuditCheckpointRow).where(col(AuditCheckpointRow.witnessed_at).is_(None)))
        session.add(row)
        session.flush()
    return row


def newest_witnessed(session: Session) -> AuditCheckpointRow | None:
    """Return the longest checkpoint that the witness has cosigned."""
    witnessed = select(AuditCheckpointRow).where(col(AuditCheckpointRow.witnessed_at).is_not(None))
    return session.exec(witnessed.order_by(col(AuditCheckpointRow.size).desc()).limit(1)).first()


def thin(session: Session, now: datetime) -> int:
    """Forget witnessed checkpoints but the last of each day, once they are old; return how many."""
    old = (
        select(AuditCheckpointRow.size, AuditCheckpointRow.witnessed_at)
        .where(col(AuditCheckpointRow.witnessed_at) < now - EACH_KEPT_FOR)
        .order_by(col(AuditCheckpointRow.size))
    )
    found = session.exec(old).all()
    last_of_day = {at.date(): size for size, at in found if at is not None}
    surplus = [size for size, _ in found if size not in last_of_day.values()]
    for size in surplus:
        _execute(session, delete(AuditCheckpointRow).where(col(AuditCheckpointRow.size) == size))
    return len(surplus)


def _execute(session: Session, statement: object) -> None:
    session.exec(statement)  # type: ignore[call-overload]  # sqlmodel types only selects
