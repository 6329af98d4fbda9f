"""A task: the agreed parameters one metric is collected under. Both sides derive it from the same policy."""

import math
from fractions import Fraction
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.layout import Wire

Lane = Literal["site", "cohort"]
MOST_PER_SITE: Final = (1 << 31) - 1
"""The largest bound on a cell that can be proved; a chain of millions of sites still sums within 64 bits."""
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
    vdaf_id: Literal["none", "prio3sumvec"] = "none"
    """How shares are proved to be in range; ``none`` in the site lane. Source: PROTOCOL.md §20."""
    max_per_site: Annotated[int, Field(ge=0, le=MOST_PER_SITE)] = 0
    """Integer steps that one site may add to one cell in an epoch; 0 where nothing is proved."""

    @model_validator(mode="after")
    def _proves_a_bound(self) -> Self:
        if (self.vdaf_id == "none") != (self.max_per_site == 0):
            raise ValueError(f"expected a bound where it is proved, got {self.max_per_site}, {self.vdaf_id}")
        if self.vdaf_id != "none" and self.lane != "cohort":
            raise ValueError("expected proofs in the cohort lane only: a site's noise has no bound")
        return self

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
