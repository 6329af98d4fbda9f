"""A store says for which of its cameras a sign is attested, and how many objections it has taken.

No name, no text and no picture: what the compliance office must look after, and nothing of who did it.
Source: shared/wire/PROTOCOL.md §11.11.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.schemas.enrolment import EdgeIdText
from shared.schemas.keys import HexSignature
from shared.schemas.layout import Name, Wire
from shared.schemas.moment import Moment


class CameraSign(Wire):
    """One camera."""

    camera: Name
    attested_until: date | None
    """The last day of the attestation in force, in the store's calendar; None while none is."""


class SignsReport(Wire):
    """What the device key signs: its canonical JSON under ``shoal/1 signs``."""

    edge_id: EdgeIdText
    at: Moment
    """By the node's own clock."""
    cameras: Annotated[tuple[CameraSign, ...], Field(max_length=64)]
    objections: Annotated[int, Field(ge=0)]
    """Taken since the node was paired."""


class SignedSignsReport(Wire):
    """The report under the device key's signature."""

    signs: SignsReport
    signature: HexSignature
