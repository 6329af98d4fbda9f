"""The rows of retention: the latest moment that has been here, and what was deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment


def _moment() -> Any:
    return Field(default=None, sa_type=Moment, nullable=False)


class TimeMarkRow(SQLModel, table=True):
    """The one time mark of this aggregator (shared/elapsed.py)."""

    __tablename__ = "time_mark"

    mark_id: int = Field(default=1, primary_key=True)
    """Always 1."""
    at: datetime = _moment()
    boot_id: str
    uptime_s: float


class DeletionReceiptRow(SQLModel, table=True):
    """A deletion receipt and what proves it (privacy/receipts.py)."""

    __tablename__ = "deletion_receipts"

    receipt_id: int | None = Field(default=None, primary_key=True)
    kind: str
    count: int
    data_from: datetime = _moment()
    data_until: datetime = _moment()
    rule: str
    at: datetime = Field(default=None, sa_type=Moment, nullable=False, index=True)
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    leaves: bytes
    """32 bytes a record."""
