"""Every kind of data that an aggregator keeps and that has an end: the one list for sweeps and table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from aggregator.accounts import expiry, limits
from aggregator.accounts.provider_sign_in import TRY_FOR
from aggregator.accounts.sessions import FULL_FOR
from aggregator.accounts.tables import LoginTryRow, OidcTryRow, SessionRow
from aggregator.aggregate.peer_requests import FRESH_FOR
from aggregator.aggregate.rows import scrub
from aggregator.audit.erasing import prune
from aggregator.audit.tables import AuditEntryRow
from aggregator.compliance.tables import DraftRow
from aggregator.hub import Hub
from aggregator.retention.kind import Aged, Forgotten, Kind, counted, receipted
from aggregator.retention.learning import learning_kinds
from aggregator.retention.tables import DeletionReceiptRow
from aggregator.tables import (
    AggregateShareRow,
    BatchRow,
    DecisionRow,
    HpkeKeyRow,
    NonceRow,
    PairingCodeRow,
    RefusalRow,
    ReleaseRow,
    ReportRow,
)
from aggregator.windows import ACCEPTED_FOR
from policies import decision_log
from policies.retention import MONTH, YEAR, Limit, Rule, of_metric, strictest
from policies.schema import PolicyBundle
from privacy.key_list import GRACE

LONGEST_MONTHS: Final = 25
"""Releases of metrics that no policy knows any more: the longest any document may say."""
REPORT_ROWS_FOR: Final = ACCEPTED_FOR + timedelta(days=10)
"""From then on every epoch a report could belong to is refused anyway, so its row recognises nothing."""
COUNTERS_FOR: Final = timedelta(days=35)
"""Refusal counters and used pairing codes."""

_WINDOW: Final = "an epoch is taken for 35 days after its end (PROTOCOL.md §14.8), and 10 days more"
_ROUNDS: Final = "like reports; the number of a round is never used again (PROTOCOL.md §21)"
_HOUSEKEEPING: Final = "counters without a person, for the console"


def kinds(hub: Hub, session: Session, bundles: Sequence[PolicyBundle]) -> list[Kind]:
    """Return every kind that has an end; ``bundles`` are those known here, the newest first."""
    newest = bundles[0] if bundles else None
    return [
        *(_releases(metric, bundles) for metric in _metrics(session)),
        _shares(),
        _reports(),
        _aggregate_shares(),
        _batches(),
        _pairing_codes(),
        _sealing_keys(hub),
        _drafts(newest),
        _receipts(newest),
        _audit_payloads(newest),
        *learning_kinds(Limit(REPORT_ROWS_FOR, _ROUNDS), evidence_life(newest)),
        *_housekeeping(),
        *_sign_ins(),
    ]


def evidence_life(bundle: PolicyBundle | None) -> Limit:
    """Return how long what proves something is kept."""
    if bundle is None:
        return Limit(6 * YEAR, "no policy is held; six years, the longest that one may say")
    return strictest(bundle, "audit_years")


def _metrics(session: Session) -> list[str]:
    return sorted(session.exec(select(ReleaseRow.metric).distinct()).all())


def _releases(metric: str, bundles: Sequence[PolicyBundle]) -> Kind:
    found = (of_metric(bundle, metric, "release_months") for bundle in bundles)
    limit = next((one for one in found if one is not None), None) or _longest()
    rule = Rule(f"releases of {metric}", "table releases", limit.keep_for, limit.because)
    aged = Aged(ReleaseRow, "epoch_start", (col(ReleaseRow.metric) == metric,))
    return receipted(rule, aged, lambda row: f"{row.task_id}/{row.scope}/{row.epoch}".encode())


def _longest() -> Limit:
    return Limit(LONGEST_MONTHS * MONTH, "no policy knows the metric; the longest that one may say")


def _shares() -> Kind:
    def forget(session: Session, rows: Sequence[Any], at: datetime) -> None:
        scrub(session, rows, at)

    rule = Rule("shares that no sum took", "table reports: share", REPORT_ROWS_FOR, _WINDOW)
    aged = Aged(ReportRow, "received_at", (col(ReportRow.settled_at).is_(None),))
    return receipted(rule, aged, lambda row: bytes(row.report_id), forget)


def _reports() -> Kind:
    rule = Rule("reports", "table reports: digest, no share", REPORT_ROWS_FOR, _WINDOW)
    only = (col(ReportRow.settled_at).is_not(None),)
    return counted(rule, Aged(ReportRow, "received_at", only))


def _aggregate_shares() -> Kind:
    limit = Limit(LONGEST_MONTHS * MONTH, "as long as any release of it may live")
    rule = Rule("noisy sums", "table aggregate_shares", limit.keep_for, limit.because)
    aged = Aged(AggregateShareRow, "created_at")
    return receipted(rule, aged, lambda row: f"batch/{row.batch_id}".encode())


def _batches() -> Kind:
    rule = Rule("batches", "table batches: which reports were summed, by digest", *_life_of_batches())
    without_sum = col(BatchRow.batch_id).not_in(select(AggregateShareRow.batch_id))
    aged = Aged(BatchRow, "closed_at", (without_sum,))
    return receipted(rule, aged, lambda row: f"{row.task_id}/{row.cohort_id}/{row.epoch}".encode())


def _life_of_batches() -> tuple[timedelta, str]:
    return LONGEST_MONTHS * MONTH, "as long as any release of it may live"


def _pairing_codes() -> Kind:
    rule = Rule("pairing codes", "table pairing_codes: keyed hashes", COUNTERS_FOR, "35 days after they end")
    aged = Aged(PairingCodeRow, "expires_at")
    return receipted(rule, aged, lambda row: f"code/{row.code_id}".encode())


def _sealing_keys(hub: Hub) -> Kind:
    def forget(session: Session, at: datetime) -> Forgotten | int:
        ids = [key_id.encode() for key_id in hub.keyring.destroy_expired(session, at)]
        return Forgotten(ids, at - GRACE, at, at) if ids else 0

    rule = Rule("private sealing keys", "keys/", GRACE, "35 days after their last day (PROTOCOL.md §14.4)")
    aged = Aged(HpkeKeyRow, "not_after", (col(HpkeKeyRow.destroyed_at).is_(None),))
    return Kind(rule, aged.held, forget)


def _drafts(bundle: PolicyBundle | None) -> Kind:
    limit = evidence_life(bundle)
    rule = Rule("policy drafts", "table policy_drafts: who signed what", limit.keep_for, limit.because)
    aged = Aged(DraftRow, "made_at")
    return receipted(rule, aged, lambda row: f"draft/{row.draft_id}".encode())


def _receipts(bundle: PolicyBundle | None) -> Kind:
    limit = evidence_life(bundle)
    rule = Rule("deletion receipts", "table deletion_receipts", limit.keep_for, limit.because)
    aged = Aged(DeletionReceiptRow, "at")
    return receipted(rule, aged, lambda row: f"receipt/{row.receipt_id}".encode())


def _audit_payloads(bundle: PolicyBundle | None) -> Kind:
    """The log notes by itself how many went (aggregator/audit/erasing.py); its hashes stay."""
    limit = evidence_life(bundle)
    rule = Rule("audit payloads", "table audit_entries: subject and details", limit.keep_for, limit.because)
    aged = Aged(AuditEntryRow, "at", (col(AuditEntryRow.payload).is_not(None),))
    return Kind(rule, aged.held, lambda session, at: prune(session, bundle, at))


def _housekeeping() -> list[Kind]:
    return [
        counted(
            Rule("nonces", "table nonces", 2 * FRESH_FOR, "until their request is stale (PROTOCOL.md §15)"),
            Aged(NonceRow, "seen_at"),
        ),
        counted(
            Rule("refusals", "table refusals: counts a minute", COUNTERS_FOR, _HOUSEKEEPING),
            Aged(RefusalRow, "minute"),
        ),
        counted(
            Rule("decisions", "table decisions: counts an hour", decision_log.KEPT_FOR, _HOUSEKEEPING),
            Aged(DecisionRow, "hour"),
        ),
    ]


def _sign_ins() -> list[Kind]:
    """What aggregator/accounts/expiry.py forgets, all of it at once."""
    tries = Rule(
        "failed sign-ins", "table login_tries: keyed hashes", limits.KEPT_FOR, "as far as limits look back"
    )
    asked = Rule("sign-ins under way", "table oidc_tries", TRY_FOR, "until the issuer's answer is too late")
    ended = Rule("sessions", "table sessions: hashes", FULL_FOR, "the longest that a session lasts")
    return [
        Kind(ended, Aged(SessionRow, "began_at").held, expiry.forget),
        Kind(tries, Aged(LoginTryRow, "at").held, expiry.forget),
        Kind(asked, Aged(OidcTryRow, "began_at").held, expiry.forget),
    ]
