"""What an aggregator's audit log says, as values to compare."""

import json
from dataclasses import dataclass

from sqlmodel import col, select

from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading
from aggregator.hub import Hub

ERASED = '{"subject": "", "detail": {}}'


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry."""

    kind: str
    subject: str
    detail: dict[str, str | int]


def noted(hub: Hub, *kinds: str) -> list[Noted]:
    """Return the entries of these kinds (or of all), oldest first; erased ones say nothing."""
    with reading(hub.engine) as session:
        rows = session.exec(select(AuditEntryRow).order_by(col(AuditEntryRow.leaf_index))).all()
    payloads = [(row.kind, json.loads(row.payload or ERASED)) for row in rows]
    return [
        Noted(kind, said["subject"], said["detail"]) for kind, said in payloads if not kinds or kind in kinds
    ]
