"""What the console reads from one aggregator's database, as plain values for its pages."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from aggregator.adopted import Adopted, in_force
from aggregator.audit.checkpoints import newest_witnessed
from aggregator.audit.proving import verify_command
from aggregator.audit.tables import AuditEntryRow
from aggregator.compliance.budgets import Spending
from aggregator.compliance.log_page import ON_A_PAGE, Logged, Whole
from aggregator.compliance.refusals import SPANS, Refused
from aggregator.hub import Hub
from aggregator.tables import LedgerRow, RefusalRow
from policies.schema import PolicyBundle


def known_versions(session: Session, hub: Hub) -> Sequence[Adopted]:
    """Return every policy version adopted here, oldest first."""
    return sorted(hub.policies.refresh(session).values(), key=lambda adopted: adopted.version)


def bundle_in_force(session: Session, hub: Hub) -> PolicyBundle | None:
    """Return what is in force now, if anything is."""
    found = in_force(known_versions(session, hub), hub.clock.now())
    return None if found is None else found.bundle


def spendings(session: Session) -> Sequence[Spending]:
    """Return how much stands in each scope's ledger."""
    counted = (
        select(LedgerRow.scope, func.count(), func.max(col(LedgerRow.at)))
        .group_by(col(LedgerRow.scope))
        .order_by(col(LedgerRow.scope))
    )
    return [Spending(scope, entries, newest) for scope, entries, newest in session.exec(counted).all()]


def refused_since(session: Session, now: datetime) -> Sequence[Refused]:
    """Return the refusals of the longest span that the page offers, oldest first."""
    since = now - max(SPANS.values())
    rows = select(RefusalRow).where(col(RefusalRow.minute) >= since).order_by(col(RefusalRow.minute))
    return [Refused(row.minute, row.problem, row.refused) for row in session.exec(rows).all()]


def log_size(session: Session) -> int:
    """Return how many entries the audit log holds."""
    newest = session.exec(select(func.max(col(AuditEntryRow.leaf_index)))).one()
    return 0 if newest is None else newest + 1


def whole_log(session: Session, hub: Hub) -> Whole:
    """Return how long the log is, how much of it is witnessed, and how a file of it is verified."""
    witnessed = newest_witnessed(session)
    return Whole(
        size=log_size(session),
        witnessed=0 if witnessed is None else witnessed.size,
        command=verify_command(hub, "FILE"),
    )


def logged(session: Session, *, kind: str | None, before: int | None) -> Sequence[Logged]:
    """Return the newest entries of the kind (of all, for None) below the index, a page of them."""
    rows = select(AuditEntryRow).order_by(col(AuditEntryRow.leaf_index).desc()).limit(ON_A_PAGE)
    if kind is not None:
        rows = rows.where(AuditEntryRow.kind == kind)
    if before is not None:
        rows = rows.where(col(AuditEntryRow.leaf_index) < before)
    return [_logged(row) for row in session.exec(rows).all()]


def _logged(row: AuditEntryRow) -> Logged:
    if row.payload is None:
        return Logged(row.leaf_index, row.at, row.kind, "", "", is_erased=True)
    payload = json.loads(row.payload)
    detail = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in payload["detail"].items() if value != ""
    )
    return Logged(row.leaf_index, row.at, row.kind, payload["subject"], detail, is_erased=False)
