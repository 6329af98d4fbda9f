"""What was read of bodies, by part of the shop: levels of movement and openness, and next actions expected.

Only sums over several stores exist. A cell whose noisy value is below the least count is withheld, and no sum
of cells is made, or a withheld one could be found by subtraction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aggregator.insights.estimate import Estimate
from aggregator.insights.gathered import Count, Gathered, gather, in_rows, sums
from aggregator.insights.index import Index
from aggregator.insights.series import Scope
from policies.gated import LEAST_COUNT
from shared.metrics import MOVEMENT_ENERGY, NEXT_ACTIONS, OPENNESS
from shared.schemas.task import MetricName

PARTS: Mapping[MetricName, tuple[str, ...]] = {
    "posture": (*MOVEMENT_ENERGY, *OPENNESS),
    "intent": NEXT_ACTIONS,
}
"""The cells of one part of the shop, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class BodyCount:
    """Visitors at one level, or with one next action, in one type of zone."""

    zone: str
    part: str
    estimate: Estimate | None
    reason: str
    """Why there is no number; empty when there is one."""
    sites: int


@dataclass(frozen=True, slots=True)
class Bodies:
    """Every cell, by zone type in the order of the release."""

    rows: tuple[BodyCount, ...]
    least: int
    """Noisy values below this are withheld."""
    gathered: Gathered

    def of(self, part: str) -> tuple[BodyCount, ...]:
        """Return one part's counts, the largest first; those without a number last."""
        return tuple(sorted((row for row in self.rows if row.part == part), key=_rank))


def bodies(index: Index, scope: Scope, metric: MetricName) -> Bodies:
    """Return what was read in the weeks that touch the period; metric is one of PARTS."""
    gathered = gather(index, scope, metric, usual="week")
    found = sums(gathered, in_rows(gathered, {}))
    least = max((release.minimum_count for release in gathered.releases), default=0)
    least = max(least, LEAST_COUNT)
    zones = dict.fromkeys(zone for zone, _ in found)
    rows = (_row(zone, part, found[zone, part], least) for zone in zones for part in PARTS[metric])
    return Bodies(tuple(rows), least, gathered)


def _row(zone: str, part: str, count: Count, least: int) -> BodyCount:
    estimate = count.reading.estimate
    if estimate is None or estimate.value < least:
        return BodyCount(zone, part, None, f"fewer than {least}", count.sites)
    return BodyCount(zone, part, estimate, "", count.sites)


def _rank(row: BodyCount) -> tuple[bool, float, str]:
    return (row.estimate is None, -row.estimate.value if row.estimate else 0.0, row.zone)
