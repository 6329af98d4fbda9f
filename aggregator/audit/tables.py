"""The rows of the audit log, at both roles.

The tree's lowest hashes stand in the entries themselves; above them only every eighth level is kept, one row
for each 256 hashes below. Rows are only ever added; of an entry, salt and payload alone can become empty.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment

_HAS_PAYLOAD = text("payload is not null")


class AuditEntryRow(SQLModel, table=True):
    """One entry; its index is its place in the tree."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_entries_by_kind", "kind", "leaf_index"),
        Index("audit_payloads_by_age", "at", sqlite_where=_HAS_PAYLOAD, postgresql_where=_HAS_PAYLOAD),
    )

    leaf_index: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """0 for the first; no number is missing."""
    at: datetime = Field(sa_type=Moment, index=True)
    kind: str
    """A Kind of aggregator/audit/entry.py."""
    commitment: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    """Salted hash of the payload."""
    leaf_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    """Hash of moment, kind and commitment: the tree's leaf."""
    salt: bytes | None = None
    """16 bytes; erased with the payload."""
    payload: str | None = Field(default=None, sa_type=Text)
    """Subject and details as canonical JSON; None once erased."""


class AuditNodeRow(SQLModel, table=True):
    """The hash of one perfect subtree of 256, 256², … entries."""

    __tablename__ = "audit_nodes"

    level: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """A multiple of 8, above 0."""
    start: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    """Index of its first entry."""
    hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))


class AuditCheckpointRow(SQLModel, table=True):
    """A checkpoint of this log: the newest, and all that were witnessed (thinned to one a day)."""

    __tablename__ = "audit_checkpoints"

    size: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """Entries it covers."""
    note: str = Field(sa_type=Text)
    """The signed note, with the witness's cosignature below it once there is one."""
    signed_at: datetime = Field(sa_type=Moment)
    witnessed_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    """By the witness's clock; None while it has not been witnessed."""


class SightingRow(SQLModel, table=True):
    """At the helper: when a store last said how far it saw this log grow."""

    __tablename__ = "log_sightings"

    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    heard_at: datetime = Field(sa_type=Moment)


class LostTailRow(SQLModel, table=True):
    """At the helper: a checkpoint of its own that its log does not contain; it was restored from a backup."""

    __tablename__ = "log_lost_tails"

    size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    note: str = Field(sa_type=Text)
    """The signed checkpoint, as the store brought it."""
    found_at: datetime = Field(sa_type=Moment)
    """No batch that began before is summed any more."""


class WitnessedRow(SQLModel, table=True):
    """At the helper: how far it has seen another log grow."""

    __tablename__ = "audit_witnessed"

    origin: str = Field(primary_key=True)
    size: int
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    note: str = Field(sa_type=Text)
    """The newest checkpoint that was cosigned, with the cosignature."""
    asked_at: datetime = Field(sa_type=Moment)
    """When the leader signed it, by the leader's clock."""
