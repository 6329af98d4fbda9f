"""The rows both roles keep. A role leaves the columns that are the other's empty.

A report's row never holds its envelope: only the share inside, until it is summed, and the digest that tells
a repeated delivery from a second one.
Source: shared/wire/PROTOCOL.md §12–§16.
"""

from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from typing_extensions import override

BatchState = Literal["frozen", "collected", "suppressed"]
"""What has become of a batch; one that still takes shares has no row."""


class Moment(TypeDecorator[datetime]):
    """A point in time: timezone-aware UTC in Python, on SQLite too, which has no such type."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected a timezone-aware moment, got {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _moment(*, may_be_none: bool = False) -> Any:
    return Field(default=None, sa_type=Moment, nullable=may_be_none)


def _epoch() -> Any:
    return Field(sa_type=BigInteger)


class EdgeRow(SQLModel, table=True):
    """An enrolled edge node."""

    __tablename__ = "edges"

    edge_id: str = Field(primary_key=True)
    public_key: bytes
    """Ed25519, 32 bytes."""
    site_id: str = ""
    """At the leader: the site it measures."""
    cohort_id: str = ""
    """At the helper: the cohort it was drawn into, for good."""
    enrolled_at: datetime = _moment()
    retired_at: datetime | None = _moment(may_be_none=True)
    """From then on it is not enrolled here."""


class PairingCodeRow(SQLModel, table=True):
    """One pairing code, kept only as a keyed hash."""

    __tablename__ = "pairing_codes"

    code_id: int | None = Field(default=None, primary_key=True)
    mac: bytes
    """HMAC-SHA256 of the secret under the home's pepper."""
    site_id: str = ""
    expires_at: datetime = _moment()
    tries: int = 0
    """Wrong secrets seen while it was open."""
    used_at: datetime | None = _moment(may_be_none=True)
    edge_id: str = ""
    """Who used it; the same node may ask again when the answer was lost."""


class LayoutRow(SQLModel, table=True):
    """A layout an edge registered; reports name it by its hash."""

    __tablename__ = "layouts"

    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    layout_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    document: str = Field(sa_type=Text)
    """Canonical JSON of SiteLayout."""
    registered_at: datetime = _moment()


class PolicyRow(SQLModel, table=True):
    """A policy bundle that was adopted here, with its signature."""

    __tablename__ = "policies"

    policy_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    version: int = Field(unique=True)
    document: str = Field(sa_type=Text)
    """The signed bundle as JSON."""
    adopted_at: datetime = _moment()


class HpkeKeyRow(SQLModel, table=True):
    """What is public about one HPKE key; the private half lies in the home's keys folder."""

    __tablename__ = "hpke_keys"

    key_id: str = Field(primary_key=True)
    mlkem: bytes
    x25519: bytes
    not_before: datetime = _moment()
    not_after: datetime = _moment()
    destroyed_at: datetime | None = _moment(may_be_none=True)
    """When the private half was deleted."""


class ReportRow(SQLModel, table=True):
    """An accepted report."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("edge_id", "epoch", "task_id", name="one_report"),
        Index("reports_of_a_batch", "task_id", "epoch"),
    )

    report_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    edge_id: str = Field(foreign_key="edges.edge_id")
    task_id: str
    epoch: int = _epoch()
    site_id: str = ""
    """Site lane: the site it counts for. Cohort lane: empty; the edge's cohort never changes."""
    layout_hash: bytes
    policy_hash: bytes
    envelope_digest: bytes
    """SHA-256 of the envelope: the same bytes again are acknowledged again."""
    header: bytes
    """As signed: the helper's expansion needs it."""
    share: bytes | None = None
    """The opened payload until it is summed or released; then scrubbed."""
    proved_under: bytes | None = None
    """At the helper: SHA-256 of the key under which its proof held; none before and without proofs."""
    batch_id: int | None = Field(default=None, foreign_key="batches.batch_id", index=True)
    received_at: datetime = _moment()
    settled_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    """When its share was summed, released or scrubbed."""


class BatchRow(SQLModel, table=True):
    """A cohort batch that no longer takes shares."""

    __tablename__ = "batches"
    __table_args__ = (UniqueConstraint("task_id", "cohort_id", "epoch", name="one_batch"),)

    batch_id: int | None = Field(default=None, primary_key=True)
    task_id: str
    cohort_id: str
    epoch: int = _epoch()
    state: str
    """A BatchState."""
    policy_hash: bytes
    digest: bytes = b""
    """SHA-256 over the sorted report ids in it (PROTOCOL.md §15.2)."""
    report_count: int = 0
    is_provisional: bool = False
    """True when it was closed before its epoch had ended everywhere."""
    closed_at: datetime = _moment()


class AggregateShareRow(SQLModel, table=True):
    """The helper's noisy sum, drawn once and given out as the same bytes ever after."""

    __tablename__ = "aggregate_shares"

    batch_id: int = Field(primary_key=True, foreign_key="batches.batch_id")
    share: bytes
    """n × uint64, big-endian."""
    created_at: datetime = _moment()


class LedgerRow(SQLModel, table=True):
    """One spending of privacy budget; written before the number it pays for."""

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("scope", "task_id", "epoch", name="spent_once"),)

    entry_id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    task_id: str
    scope: str
    epoch: int = _epoch()
    rho: str
    """Exact, numerator/denominator."""


class ReleaseRow(SQLModel, table=True):
    """A published release, immutable."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("task_id", "scope", "epoch", name="released_once"),)

    release_id: int | None = Field(default=None, primary_key=True)
    task_id: str
    metric: str = Field(index=True)
    scope: str
    epoch: int = _epoch()
    epoch_start: datetime = _moment()
    """First moment of the epoch: what insights sort by and retention counts from."""
    is_suppressed: bool
    """True when it has no numbers."""
    document: str = Field(sa_type=Text)
    """The Release as JSON."""
    published_at: datetime = _moment()


class NonceRow(SQLModel, table=True):
    """A peer request seen; kept until it would be stale anyway."""

    __tablename__ = "nonces"

    nonce: str = Field(primary_key=True)
    seen_at: datetime = _moment()


class DecisionRow(SQLModel, table=True):
    """How often one question about policy was answered alike in one hour; nothing about anybody."""

    __tablename__ = "decisions"

    hour: datetime = Field(sa_type=Moment, primary_key=True)
    action: str = Field(primary_key=True)
    task_id: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    """The site or cohort whose number was asked for; empty where the line speaks of all of them."""
    outcome: str = Field(primary_key=True)
    """``permit``, or the rule that stood against it."""
    asked: int


class RefusalRow(SQLModel, table=True):
    """How often a problem was answered in one minute; nothing about who asked."""

    __tablename__ = "refusals"

    minute: datetime = Field(sa_type=Moment, primary_key=True)
    problem: str = Field(primary_key=True)
    """A problem's name, or the rule of a policy that denied a release."""
    refused: int
    noted_at: datetime | None = _moment(may_be_none=True)
    """When the minute, once over, became an entry of the audit log."""
