"""The retention table of an aggregator: every kind of data, where, how long, by which rule, what is wrong."""

from sqlmodel import Session, func, select

from aggregator.accounts.tables import AccountRow
from aggregator.adoption.tables import PolicyConfirmationRow
from aggregator.audit.tables import AuditEntryRow
from aggregator.compliance.tables import SignedPaperRow
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.retention.kinds import kinds
from aggregator.retention.receipts import kept
from aggregator.retention.sweep import SWEEP_EVERY, newest_first
from aggregator.retention.time_mark import read
from aggregator.tables import EdgeRow, LayoutRow, LedgerRow, PolicyRow
from policies.retention import Finding, Held, Rule, line
from policies.retention_table import Table, of_time
from privacy.receipts import holds
from shared.elapsed import advance

_FOR_GOOD = (
    (Rule("ledger", "table ledger: what was spent", None, "who forgets it could spend it again"), LedgerRow),
    (
        Rule("audit log", "table audit_entries: hashes", None, "a proof needs every entry's hash"),
        AuditEntryRow,
    ),
    (
        Rule("policies", "table policies: signed versions", None, "every release names the one it obeyed"),
        PolicyRow,
    ),
    (
        Rule("confirmations", "table policy_confirmations", None, "which store ran which version"),
        PolicyConfirmationRow,
    ),
    (
        Rule("signed papers", "table signed_papers", None, "what the next one is compared with"),
        SignedPaperRow,
    ),
    (Rule("edge nodes", "table edges: public keys", None, "reports and entries name them"), EdgeRow),
    (Rule("layouts", "table layouts: floors", None, "releases are read by them"), LayoutRow),
    (Rule("accounts", "table accounts", None, "until an admin removes the account"), AccountRow),
)


def table(hub: Hub) -> Table:
    """Return the table of what is kept now; nothing is changed."""
    now = hub.clock.now()
    with reading(hub.engine) as session:
        mark = read(session)
        here = advance(mark, now, hub.uptime.read())
        next_sweep_at = here.at if mark is None else max(mark.at + SWEEP_EVERY, here.at)
        found = kinds(hub, session, newest_first(hub, session))
        lines = [
            *(
                line(kind.rule, kind.held(session), now=here.at, next_sweep_at=next_sweep_at)
                for kind in found
            ),
            *(
                line(rule, Held(_count(session, rows)), now=here.at, next_sweep_at=None)
                for rule, rows in _FOR_GOOD
            ),
        ]
        findings = [finding for one in lines for finding in one.findings]
        findings += [*of_time(mark, here, now), *_of_receipts(session)]
    return Table(here.at, None if mark is None else mark.at, tuple(lines), tuple(findings))


def _count(session: Session, rows: type[object]) -> int:
    return session.exec(select(func.count()).select_from(rows)).one()


def _of_receipts(session: Session) -> list[Finding]:
    broken = [one.receipt_id for one in kept(session) if not holds(one.receipt, one.evidence)]
    words = f"receipts {', '.join(map(str, broken))} do not fit what proves them"
    return [Finding("unreadable", "deletion receipts", words)] if broken else []
