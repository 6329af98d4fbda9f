"""The rows of the office: policies on their way, and papers that somebody signed."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment

State = Literal["proposed", "open", "published", "withdrawn"]
"""Written and not signed; signed by its author; in force once; given up."""


def _moment(*, may_be_none: bool = False) -> Any:
    return Field(default=None, sa_type=Moment, nullable=may_be_none)


class DraftRow(SQLModel, table=True):
    """One draft with what people have signed under it so far."""

    __tablename__ = "policy_drafts"

    draft_id: int | None = Field(default=None, primary_key=True)
    bundle: str = Field(sa_type=Text)
    """The PolicyBundle as JSON: exactly what is signed."""
    authorship: str = Field(default="", sa_type=Text)
    """The author's Approval as JSON; empty until signed."""
    approvals: str = Field(default="[]", sa_type=Text)
    """The approvals as a JSON list."""
    state: str
    """A State."""
    made_at: datetime = _moment()
    settled_at: datetime | None = _moment(may_be_none=True)
    """When it was published or withdrawn."""


class SignedPaperRow(SQLModel, table=True):
    """A paper as somebody signed it."""

    __tablename__ = "signed_papers"

    paper_id: int | None = Field(default=None, primary_key=True)
    key: str
    """Which paper: a papers.paper.Key."""
    document: str = Field(sa_type=Text)
    """The Paper as JSON."""
    by: str
    """The account's name."""
    at: datetime = _moment()
