"""The log as people read it: newest entries last, payloads as far as they are still there."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from aggregator.audit.checkpoints import newest_witnessed
from aggregator.audit.entry import Kind
from aggregator.audit.tables import AuditEntryRow, WitnessedRow
from aggregator.errors import AuditError


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry."""

    index: int
    at: datetime
    kind: str
    subject: str
    """Empty once it was erased."""
    detail: dict[str, str | int]
    is_erased: bool
    is_witnessed: bool


def newest(session: Session, *, kind: Kind | None, most: int, below: int | None = None) -> list[Shown]:
    """Return the newest entries (of the kind), oldest first; ``below`` pages back from an index."""
    wanted = select(AuditEntryRow).order_by(col(AuditEntryRow.leaf_index).desc()).limit(most)
    if kind is not None:
        wanted = wanted.where(AuditEntryRow.kind == kind)
    if below is not None:
        wanted = wanted.where(col(AuditEntryRow.leaf_index) < below)
    witnessed = newest_witnessed(session)
    known = 0 if witnessed is None else witnessed.size
    return [_shown(row, known) for row in reversed(session.exec(wanted).all())]


def newest_note(session: Session) -> str:
    """Return what the witness cosigned last: at the helper of the leader's log, at the leader of its own.

    Raises: AuditError when nothing was witnessed yet.
    """
    seen = session.exec(select(WitnessedRow).order_by(col(WitnessedRow.asked_at).desc())).first()
    if seen is not None:
        return seen.note
    own = newest_witnessed(session)
    if own is None:
        raise AuditError(
            "expected a witnessed checkpoint, there is none yet: leader and helper must both serve"
        )
    return own.note


def _shown(row: AuditEntryRow, known: int) -> Shown:
    said: dict[str, Any] = {} if row.payload is None else json.loads(row.payload)
    return Shown(
        index=row.leaf_index,
        at=row.at,
        kind=row.kind,
        subject=said.get("subject", ""),
        detail=said.get("detail", {}),
        is_erased=row.payload is None,
        is_witnessed=row.leaf_index < known,
    )
