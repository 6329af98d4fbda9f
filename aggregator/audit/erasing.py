"""What of the log is forgotten: payloads after their years, or singly when a person has a right to it.

The hashes stay, so every proof goes on to hold; the salt goes with the payload, so nothing can be guessed
from them. That something was erased, and why, is an entry itself.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, CursorResult, update
from sqlmodel import Session, col

from aggregator.audit.log import note
from aggregator.audit.tables import AuditEntryRow
from policies.retention import YEAR, strictest
from policies.schema import PolicyBundle

WITHOUT_POLICY: Final = 6 * YEAR
"""An aggregator that has no policy yet keeps its log as long as any policy may say."""


def keep_for(bundle: PolicyBundle | None) -> timedelta:
    """Return how long payloads are kept: entries serve every purpose, so the strictest decides."""
    return WITHOUT_POLICY if bundle is None else strictest(bundle, "audit_years").keep_for


def prune(session: Session, bundle: PolicyBundle | None, now: datetime) -> int:
    """Erase the payloads whose time is over, note how many, and return it."""
    before = now - keep_for(bundle)
    erased = _erase(session, col(AuditEntryRow.payload).is_not(None), col(AuditEntryRow.at) < before)
    if erased:
        note(session, "deletion", "audit log", {"payloads": erased, "before": before.isoformat()}, at=now)
    return erased


def erase(session: Session, index: int, *, reason: str, at: datetime) -> bool:
    """Erase one entry's payload and note why; False when there was none."""
    erased = _erase(session, col(AuditEntryRow.leaf_index) == index, col(AuditEntryRow.payload).is_not(None))
    if erased:
        note(session, "deletion", f"audit entry {index}", {"payloads": 1, "reason": reason}, at=at)
    return bool(erased)


def _erase(session: Session, *which: ColumnElement[bool]) -> int:
    statement = update(AuditEntryRow).where(*which).values(salt=None, payload=None)
    result = session.exec(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
