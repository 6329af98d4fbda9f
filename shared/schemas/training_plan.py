"""How a round of learning is trained, priced and read back: agreed beforehand, the same for every store.

A plan is named by its hash wherever it is used, so that nobody trains under another one than was agreed.
Append-only, like every schema here.
"""

import hashlib
from fractions import Fraction
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from shared.schemas.layout import Wire, canonical_json

Algorithm = Literal["fedavg", "fedprox", "fedadam"]
"""What the stores do (fedprox pulls them back to the model they were given) and what is done with their mean
(fedadam: a server optimiser)."""

TAIL: Final = 3
"""Entries after the parameters: weight, loss summed over examples, examples that were told rightly."""

TAIL_GRID: Final = 1 << 10
"""Steps to the unit in which loss and right answers are sent."""

LARGEST_LOSS: Final = 4
"""The loss of one example, in nats, is cut here."""


class TrainingPlan(Wire):
    """What every store of a round does with its windows, and how its numbers are written."""

    model_version: Annotated[int, Field(ge=1)]
    """Of the form of the model; a store that ships another form takes no part."""
    parameters: Annotated[int, Field(ge=1, le=20_000)]
    """How many numbers are shared."""
    algorithm: Algorithm = "fedavg"
    steps: Annotated[int, Field(ge=1, le=1_000)] = 1
    """Noisy steps that a store takes in a round; each sees all of its examples."""
    batch_size: Annotated[int, Field(ge=1, le=100_000)] = 32
    """A store that seems, under noise, to have fewer examples sends zeros."""
    clip_norm: Annotated[float, Field(gt=0, le=1_000)] = 1.0
    """The L2 norm that one example's gradient is cut to."""
    noise_multiplier: Annotated[str, Field(pattern=r"^[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?$")] = "5"
    """z: each step's noise has σ of z times what one example can add."""
    learning_rate: Annotated[float, Field(gt=0, le=100)] = 1.0
    proximal: Annotated[float, Field(ge=0, le=10)] = 0.0
    """FedProx's μ; zero for the others."""
    server_learning_rate: Annotated[float, Field(gt=0, le=100)] = 1.0
    """How far the model is moved by the stores' mean update (fedadam: by its scaled mean)."""
    update_clip: Annotated[float, Field(gt=0, le=1_000)] = 10.0
    """The L2 norm that a store's update is cut to."""
    update_grid: Annotated[int, Field(ge=1, le=1 << 24)] = 1 << 16
    """Steps to the unit in which the update is sent."""
    max_weight: Annotated[int, Field(ge=1, le=1_000_000)] = 4_096
    """The most examples that a store counts for."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.exact_noise_multiplier <= 0:
            raise ValueError(f"expected a noise multiplier above 0, got {self.noise_multiplier}")
        if self.batch_size > self.max_weight:
            raise ValueError(f"expected max_weight of at least batch_size, got {self.max_weight}")
        if (self.proximal > 0) != (self.algorithm == "fedprox"):
            raise ValueError(f"expected proximal above 0 for fedprox alone, got {self.proximal}")
        if self.largest_entry > 1 << 45:
            raise ValueError(
                "expected entries of at most 2**45, so that 2**17 stores add up; got larger ones"
            )
        return self

    @property
    def exact_noise_multiplier(self) -> Fraction:
        """z as it is reckoned with."""
        return Fraction(self.noise_multiplier)

    @property
    def rho_per_step(self) -> Fraction:
        """What one step costs a track in zCDP, without amplification: 1 / 2z²."""
        return 1 / (2 * self.exact_noise_multiplier**2)

    @property
    def length(self) -> int:
        """Entries of a contribution."""
        return self.parameters + TAIL

    @property
    def largest_entry(self) -> int:
        """No entry of an honest store's contribution is larger, either way."""
        reach = int(self.update_clip * self.update_grid) + 1
        return max(reach, TAIL_GRID * LARGEST_LOSS) * self.max_weight

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON, in hex."""
        return hashlib.sha256(canonical_json(self)).hexdigest()
