"""The model that all stores share, as the leader publishes it with where it came from.

Source: shared/wire/PROTOCOL.md §21.6.
"""

from typing import Annotated, Literal

from pydantic import Field

from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Wire
from shared.schemas.peer import Short

MOST_WEIGHTS = 20_000
"""The largest model that a store is given: 80,000 bytes."""


class ModelStatement(Wire):
    """What the leader's root key signs: its canonical JSON under ``shoal/1 model``."""

    task: Short
    """``learn.<name>``."""
    version: Annotated[int, Field(ge=1)]
    """Counts up, at a rollback too."""
    made_by: Literal["start", "round", "rollback"]
    round: Annotated[int, Field(ge=0)]
    """The round that made these weights."""
    model_hash: Hex64
    """SHA-256 of the weights."""
    parent: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    """The hash of the model before; empty for the first."""
    plan_hash: Hex64
    """Of the training plan that it was made by."""


class SignedModel(Wire):
    """The statement, its signature, and the weights that it names."""

    model: ModelStatement
    weights: Annotated[str, Field(pattern=r"^([0-9a-f]{8})+$", max_length=8 * MOST_WEIGHTS)]
    """float32, little-endian, in hex."""
    signature: HexSignature
