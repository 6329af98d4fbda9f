"""The rows of learning: shares, sums and groups at the helper, rounds and models at the leader.

Source: shared/wire/PROTOCOL.md §21.
"""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment


class RoundShareRow(SQLModel, table=True):
    """At the helper: one node's share of one round."""

    __tablename__ = "round_shares"
    __table_args__ = (UniqueConstraint("task_id", "round", "edge_id", name="one_share"),)

    report_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    task_id: str
    round: int
    edge_id: str = Field(foreign_key="edges.edge_id")
    instruction_hash: bytes
    """What the node was told, as its report says."""
    envelope_digest: bytes
    envelope_bytes: int
    header: bytes
    """As signed: the expansion needs it."""
    share: bytes | None = None
    """The seed until it is summed or the round is over; then scrubbed."""
    received_at: datetime = Field(sa_type=Moment)


class RoundSumRow(SQLModel, table=True):
    """At the helper: a round that was summed, and the very answer that went out."""

    __tablename__ = "round_sums"

    task_id: str = Field(primary_key=True)
    round: int = Field(primary_key=True)
    digest: bytes
    sums: str = Field(sa_type=Text)
    """The sums as JSON, and what they took."""
    created_at: datetime = Field(sa_type=Moment)


class NodeGroupRow(SQLModel, table=True):
    """At the helper: which group a node was drawn into, once per version of the policy."""

    __tablename__ = "node_groups"

    policy_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    group_id: str


class RoundRow(SQLModel, table=True):
    """At the leader: one round, also one that was refused; its number is never used again."""

    __tablename__ = "rounds"

    task_id: str = Field(primary_key=True)
    round: int = Field(primary_key=True)
    state: str
    """``running``, ``completed`` or ``refused``."""
    reason: str = ""
    """Why it was refused, as a name."""
    participants: int = 0
    groups: int = 0
    """Group sums that were trimmed; 1 when there were too few groups for that."""
    seconds: float = 0.0
    node_bytes: int = 0
    """Bytes that a node received and sent for the round, on average."""
    loss: float | None = None
    hits: float | None = None
    """The share of windows that were predicted rightly before the update; by weight."""
    loss_half_width: float | None = None
    """Of the 95 % interval of the stores' noise."""
    hits_half_width: float | None = None
    rho: str = "0/1"
    """The zCDP price to one window, exact."""
    began_at: datetime = Field(sa_type=Moment)


class ModelRow(SQLModel, table=True):
    """At the leader: one global model with its lineage; the newest one is trained on next."""

    __tablename__ = "models"

    version: int | None = Field(default=None, primary_key=True)
    task_id: str
    made_by: str
    """``start``, ``round`` or ``rollback``."""
    round: int
    """The round that made these weights; 0 for the first ones."""
    model_hash: str
    """SHA-256 of the weights."""
    parent: str
    """The hash of the model that was in use before; empty for the first."""
    weights: bytes
    """float32, little-endian."""
    moments: str = Field(sa_type=Text)
    """The server optimiser's memory as JSON."""
    policy_hash: str
    plan: str
    """The hash of the training plan, as the policy has it."""
    participants: int
    rho: str
    """What the windows of its rounds have cost so far, exact: the sum over all rounds it descends from."""
    made_at: datetime = Field(sa_type=Moment)
