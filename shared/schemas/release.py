"""A release: noisy numbers that have left a gate. Everything HQ ever sees is made from these."""

from typing import Annotated

from pydantic import Field

from shared.epoch import Level
from shared.schemas.layout import Wire
from shared.schemas.task import Lane, MetricName


class Release(Wire):
    """One noisy vector with all that is needed to say how sure it is."""

    task_id: str
    metric: MetricName
    level: Level
    lane: Lane
    scope: str
    """A site id in the site lane, a cohort id in the cohort lane."""
    epoch: int
    """Source: shared/epoch.py."""
    cells: tuple[str, ...]
    """Labels in vector order (shared.metrics.Cell.label)."""
    values: tuple[int, ...]
    """Noisy units per cell; may be negative and is never clamped. Empty when suppressed."""
    half_widths: tuple[int, ...]
    """Per cell: the smallest integer half-width that covers the noise with probability ≥ 95 %."""
    variance: float
    """σ² of the noise in each cell."""
    unit: str
    unit_size: Annotated[int, Field(ge=1)]
    coverage_s: Annotated[int, Field(ge=0)]
    """Seconds measured in the epoch, summed over the sites."""
    sites: Annotated[int, Field(ge=0)]
    """Sites in the sum; 1 in the site lane."""
    suppressed: str = ""
    """Why nothing is shown (``fewer than 5 sites``), or empty."""
    simulated: bool
    minimum_count: Annotated[int, Field(ge=0)] = 0
    """A noisy value below this is shown as suppressed; 0 shows everything."""
    provisional: bool
    """True while the epoch can still change meaning (it was closed before its end)."""
    policy_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    layout_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
