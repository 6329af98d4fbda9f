"""What each store last said of its signs: a row a camera, and one a store."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from aggregator.tables import Moment


class SignsHeardRow(SQLModel, table=True):
    """When a store last said anything of its signs."""

    __tablename__ = "signs_heard"

    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    objections: int
    """Taken there since it was paired."""
    said_at: datetime = Field(sa_type=Moment)
    """By the node's clock; nothing older is believed afterwards."""
    heard_at: datetime = Field(sa_type=Moment)
    """By the clock here."""


class CameraSignRow(SQLModel, table=True):
    """One camera's sign."""

    __tablename__ = "camera_signs"

    edge_id: str = Field(primary_key=True, foreign_key="edges.edge_id")
    camera: str = Field(primary_key=True)
    attested_until: date | None
    """The last day of the attestation; None while none is in force."""
