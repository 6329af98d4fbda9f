"""Objections: that somebody objected, how, and what was done. Who it was has no field.

Nobody can be singled out in what is kept (GDPR Art. 11), so a name would serve nothing but itself.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from edge_node.consent.attestations import Act
from shared.schemas.layout import Name, Wire

Channel = Literal["in_person", "phone", "letter", "email", "web"]
"""How it reached the store."""

Deed = Literal["explained", "badge_given", "paused", "erased", "area_masked", "forwarded"]
"""What the store did about it."""

CHANNELS: tuple[Channel, ...] = get_args(Channel)
DEEDS: tuple[Deed, ...] = get_args(Deed)


class Objection(Wire):
    """One objection."""

    taken: Act
    """Who of the store took it, and when."""
    channel: Channel
    done: Annotated[tuple[Deed, ...], Field(min_length=1, max_length=len(DEEDS))]
    camera: Name | None = None
    """The camera it was about; None where it was about all of them."""


class Objections(Wire):
    """Every objection taken here, oldest first."""

    entries: tuple[Objection, ...] = ()


def add(held: Objections, objection: Objection) -> Objections:
    """Return the objections with one more."""
    return Objections(entries=(*held.entries, objection))
