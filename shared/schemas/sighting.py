"""A store's word on how far it saw the helper's audit log grow, and how far the log has grown now.

Source: shared/wire/PROTOCOL.md §18.1.
"""

from typing import Annotated

from pydantic import Field

from shared.schemas.enrolment import EdgeIdText
from shared.schemas.keys import HexSignature
from shared.schemas.layout import Wire
from shared.schemas.moment import Moment

NoteText = Annotated[str, Field(max_length=1_000)]
"""A checkpoint as a signed note."""


class Sighting(Wire):
    """What the device key signs: its canonical JSON under ``shoal/1 sighting``."""

    edge_id: EdgeIdText
    at: Moment
    """When it is said, by the node's clock."""
    checkpoint: NoteText
    """The longest checkpoint of the helper's log that the node has; empty while it has none."""


class SignedSighting(Wire):
    """The word under the device key's signature."""

    sighting: Sighting
    signature: HexSignature


class SightingAnswer(Wire):
    """The log as it is now."""

    checkpoint: NoteText
