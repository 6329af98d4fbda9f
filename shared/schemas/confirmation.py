"""A store says under which version of the policy it measures, and since when.

Source: shared/wire/PROTOCOL.md §11.9.
"""

from typing import Annotated

from pydantic import Field

from shared.schemas.enrolment import EdgeIdText
from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Wire
from shared.schemas.moment import Moment


class Confirmation(Wire):
    """What the device key signs: its canonical JSON under ``shoal/1 confirmation``."""

    edge_id: EdgeIdText
    policy_hash: Hex64
    version: Annotated[int, Field(ge=1)]
    """Of that policy."""
    measuring_since: Moment
    """When the node began to measure under it, by its own clock."""


class SignedConfirmation(Wire):
    """The confirmation under the device key's signature."""

    confirmation: Confirmation
    signature: HexSignature
