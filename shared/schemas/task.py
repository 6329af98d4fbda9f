"""A task: the agreed parameters one metric is collected under. Both sides derive it from the same policy."""

import math
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.layout import Wire

Lane = Literal["site", "cohort"]
MetricName = Literal[
    "footfall",
    "occupancy",
    "zone_visits",
    "dwell",
    "heatmap",
    "returns",
    "queue_length",
    "queue_wait",
    "flow",
    "funnel",
    "shelf",
    "groups",
    "posture",
    "intent",
]
"""Metrics with noise. Coverage seconds ride in every vector as its last, noiseless entry."""


class ContributionBound(Wire):
    """The most one track may add to one vector, in units of the metric, before noise."""

    max_cells: Annotated[int, Field(ge=1, le=10_000)]
    """Cells that one track may touch."""
    max_per_cell: Annotated[int, Field(ge=1, le=100_000)]
    """Units that one track may add to one cell."""
    l2_squared: Annotated[int, Field(ge=1)]
    """The squared L2 norm that no track's vector exceeds; at most max_cells · max_per_cell²."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        most = self.max_cells * self.max_per_cell**2
        if self.l2_squared > most:
            raise ValueError(
                f"l2_squared can be at most max_cells · max_per_cell² = {most}, got {self.l2_squared}"
            )
        return self


class Task(Wire):
    """One metric, one level, one lane, one privacy price."""

    metric: MetricName
    level: Level
    lane: Lane
    rho: Annotated[str, Field(pattern=r"^\d+/\d+$")]
    """zCDP price per epoch, exact, as numerator/denominator."""
    bound: ContributionBound
    unit_size: Annotated[int, Field(ge=1)]
    """How many base units (seconds, for the metrics in seconds; else 1) one integer step stands for."""
    minimum_batch: Annotated[int, Field(ge=1)]
    """Sites a cohort batch needs before it can be released; 1 in the site lane."""
    minimum_count: Annotated[int, Field(ge=0)]
    """A noisy value below this is shown as suppressed; 0 shows everything."""
    closes_after_s: Annotated[int, Field(ge=0)]
    """Seconds after the epoch's end when a cohort batch stops taking shares; 0 in the site lane."""
    vdaf_id: Literal["none"] = "none"
    """Room for validity proofs behind the same envelope."""

    @property
    def task_id(self) -> TaskId:
        """``metric.level.lane``."""
        return TaskId(f"{self.metric}.{self.level}.{self.lane}")

    @property
    def exact_rho(self) -> Fraction:
        """The price as a fraction."""
        return Fraction(self.rho)

    @property
    def noise_variance(self) -> Fraction:
        """σ² of one full noise: L2² / 2ρ (Bun and Steinke 2016, Proposition 1.6)."""
        return Fraction(self.bound.l2_squared) / (2 * self.exact_rho)

    @property
    def sigma(self) -> float:
        """σ of one full noise, for display."""
        return math.sqrt(self.noise_variance)

    @property
    def release_variance(self) -> Fraction:
        """σ² of what HQ sees: one full noise in the site lane, two in the cohort lane (one per party)."""
        return self.noise_variance * (2 if self.lane == "cohort" else 1)
