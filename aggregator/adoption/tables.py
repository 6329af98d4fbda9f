"""Which node measures under which version: a row per word given."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment


class PolicyConfirmationRow(SQLModel, table=True):
    """One node's word that it measures under one version."""

    __tablename__ = "policy_confirmations"

    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    policy_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    version: int
    measuring_since: datetime = Field(sa_type=Moment)
    """By the node's clock."""
    confirmed_at: datetime = Field(sa_type=Moment)
    """By the clock here."""
