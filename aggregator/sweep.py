"""What an aggregator forgets, and when: run by hand, and after every round while serving.

Everything deleted here is counted and named; nothing is kept because nobody asked.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col, select

from aggregator.accounts import expiry
from aggregator.adopted import Adopted
from aggregator.aggregate.peer_requests import FRESH_FOR
from aggregator.aggregate.rows import scrub
from aggregator.audit.checkpoints import thin
from aggregator.audit.erasing import prune
from aggregator.audit.log import note
from aggregator.database import writing
from aggregator.decisions import forget
from aggregator.hub import Hub
from aggregator.tables import NonceRow, PairingCodeRow, RefusalRow, ReleaseRow, ReportRow
from aggregator.windows import ACCEPTED_FOR
from policies.rules import apply
from policies.schema import PolicyBundle

MONTH: Final = timedelta(days=30.4375)
RELEASE_MONTHS: Final = 25
"""Releases of metrics that no policy knows any more: the longest any document may say."""
REPORT_ROWS_FOR: Final = ACCEPTED_FOR + timedelta(days=10)
"""From then on every epoch a report could belong to is refused anyway, so its row recognises nothing."""
COUNTERS_FOR: Final = timedelta(days=35)
"""Refusal counters and used pairing codes."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How much of each kind was forgotten."""

    releases: int
    shares: int
    reports: int
    pairing_codes: int
    nonces: int
    refusals: int
    sign_ins: int
    """Sessions that ended and tries to sign in."""
    decisions: int
    """Lines of the decision log."""
    audit_payloads: int
    """Entries of the audit log of which only the hashes are left."""
    hpke_keys: tuple[str, ...]
    """Ids of the private keys destroyed."""

    def to_json(self) -> dict[str, object]:
        """Return the counts by kind."""
        return asdict(self)

    @property
    def data(self) -> dict[str, int]:
        """How much was forgotten of what says something about a store: no nonces, no counters, no keys."""
        return {
            "releases": self.releases,
            "shares": self.shares,
            "reports": self.reports,
            "pairing_codes": self.pairing_codes,
        }


def sweep(hub: Hub) -> Swept:
    """Forget everything whose time is over."""
    now = hub.clock.now()
    with writing(hub.engine) as session:
        swept = Swept(
            releases=_releases(session, list(hub.policies.refresh(session).values()), now),
            shares=_old_shares(session, now),
            reports=_report_rows(session, now),
            pairing_codes=_delete(
                session, delete(PairingCodeRow).where(col(PairingCodeRow.expires_at) < now - COUNTERS_FOR)
            ),
            nonces=_delete(session, delete(NonceRow).where(col(NonceRow.seen_at) < now - 2 * FRESH_FOR)),
            refusals=_delete(session, delete(RefusalRow).where(col(RefusalRow.minute) < now - COUNTERS_FOR)),
            decisions=forget(session, now),
            audit_payloads=prune(session, _newest(hub.policies.refresh(session).values()), now),
            sign_ins=expiry.forget(session, now),
            hpke_keys=tuple(hub.keyring.destroy_expired(session, now)),
        )
        if any(swept.data.values()):
            note(session, "deletion", "sweep", swept.data, at=now)
        thin(session, now)
    return swept


def _newest(known: Iterable[Adopted]) -> PolicyBundle | None:
    newest = max(known, key=lambda adopted: adopted.version, default=None)
    return None if newest is None else newest.bundle


def _releases(session: Session, known: list[Adopted], now: datetime) -> int:
    swept = 0
    for metric in session.exec(select(ReleaseRow.metric).distinct()).all():
        before = now - MONTH * _months(metric, known)
        old = delete(ReleaseRow).where(col(ReleaseRow.metric) == metric, col(ReleaseRow.epoch_start) < before)
        swept += _delete(session, old)
    return swept


def _months(metric: str, known: list[Adopted]) -> int:
    """Return the retention of the newest policy that knows the metric."""
    for adopted in sorted(known, key=lambda one: -one.version):
        for task in adopted.tasks.values():
            if task.metric == metric:
                return apply(adopted.bundle).purposes[task.metric].retention.release_months
    return RELEASE_MONTHS


def _old_shares(session: Session, now: datetime) -> int:
    """Scrub shares that no batch and no release ever took."""
    waiting = select(ReportRow).where(
        col(ReportRow.settled_at).is_(None), col(ReportRow.received_at) < now - REPORT_ROWS_FOR
    )
    reports = session.exec(waiting).all()
    scrub(session, reports, now)
    session.flush()
    return len(reports)


def _report_rows(session: Session, now: datetime) -> int:
    settled = delete(ReportRow).where(
        col(ReportRow.settled_at).is_not(None), col(ReportRow.received_at) < now - REPORT_ROWS_FOR
    )
    return _delete(session, settled)


def _delete(session: Session, statement: object) -> int:
    result = session.exec(statement)  # type: ignore[call-overload]  # sqlmodel types only selects
    return result.rowcount if isinstance(result, CursorResult) else 0
