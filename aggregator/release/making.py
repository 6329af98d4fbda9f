"""From a noisy vector to the release people read: labels, intervals, coverage, and what it cannot say.

Source: shared/schemas/release.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aggregator.adopted import Adopted
from privacy.intervals import half_width
from shared.metrics import cells, unit_of
from shared.schemas.layout import ChainLayout, SiteLayout, layout_hash
from shared.schemas.release import Release
from shared.schemas.task import Task


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a release says beside its numbers."""

    scope: str
    epoch: int
    sites: int
    is_simulated: bool
    is_provisional: bool


def make_release(
    task: Task,
    adopted: Adopted,
    layout: SiteLayout | ChainLayout,
    about: Circumstances,
    vector: Sequence[int],
) -> Release:
    """Return the release of a noisy vector whose last entry is coverage.

    Raises: ValueError when the vector has not the layout's length.
    """
    labels = tuple(cell.label for cell in cells(task.metric, layout))
    if len(vector) != len(labels) + 1:
        raise ValueError(f"expected {len(labels) + 1} entries, got {len(vector)}")
    width = _half_width(task) if labels else 0
    return Release(
        **_common(task, adopted, layout, about),
        cells=labels,
        values=tuple(vector[:-1]),
        half_widths=(width,) * len(labels),
        coverage_s=vector[-1],
    )


def make_suppressed(
    task: Task, adopted: Adopted, layout: SiteLayout | ChainLayout, about: Circumstances, why: str
) -> Release:
    """Return the release that says why there are no numbers."""
    return Release(
        **_common(task, adopted, layout, about),
        cells=tuple(cell.label for cell in cells(task.metric, layout)),
        values=(),
        half_widths=(),
        coverage_s=0,
        suppressed=why,
    )


def _common(
    task: Task, adopted: Adopted, layout: SiteLayout | ChainLayout, about: Circumstances
) -> dict[str, Any]:
    return {
        "task_id": task.task_id,
        "metric": task.metric,
        "level": task.level,
        "lane": task.lane,
        "scope": about.scope,
        "epoch": about.epoch,
        "variance": float(task.release_variance),
        "unit": unit_of(task.metric, task.unit_size),
        "unit_size": task.unit_size,
        "minimum_count": task.minimum_count,
        "sites": about.sites,
        "simulated": about.is_simulated,
        "provisional": about.is_provisional,
        "policy_hash": adopted.policy_hash.hex(),
        "layout_hash": layout_hash(layout).hex(),
    }


@lru_cache(maxsize=64)
def _half_width(task: Task) -> int:
    return half_width(task.noise_variance, 2 if task.lane == "cohort" else 1)
