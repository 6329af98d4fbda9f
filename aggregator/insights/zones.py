"""Which parts of the shop people visit: per zone of one shop, or per zone type as a sum over shops.

Where the policy keeps zone visits in the cohort lane, only sums over at least five shops exist; then a single
shop has no number here, and nothing is subtracted to make one.
"""

from dataclasses import dataclass

from aggregator.insights.gathered import Count, Gathered, gather, in_rows, missing, sums
from aggregator.insights.index import Index
from aggregator.insights.places import zones
from aggregator.insights.reading import Reading
from aggregator.insights.series import Scope
from shared.schemas.task import Lane


@dataclass(frozen=True, slots=True)
class ZoneVisits:
    """Visits to one zone or one zone type."""

    name: str
    lane: Lane
    reading: Reading
    sites: int
    """Sites in the sum; in the cohort lane the smallest batch of the period."""
    days: int
    """Days with a number, of the period's days."""
    suppressed_days: int
    """Days that were withheld."""


def zone_visits(index: Index, scope: Scope) -> tuple[ZoneVisits, ...]:
    """Return the visits per zone (one site) or per zone type (several), most visited first.

    Rows without a number come last.
    """
    names = zones(index, scope.sites)
    gathered = gather(index, scope, "zone_visits")
    found = sums(gathered, in_rows(gathered, names))
    words = dict.fromkeys((*names.values(), *(name for name, _ in found)))
    rows = (_row(name, found.get((name, "")) or missing(gathered), gathered) for name in words)
    return tuple(sorted(rows, key=_rank))


def _row(name: str, count: Count, gathered: Gathered) -> ZoneVisits:
    return ZoneVisits(name, gathered.lane, count.reading, count.sites, count.epochs, gathered.withheld)


def _rank(row: ZoneVisits) -> tuple[bool, float, str]:
    estimate = row.reading.estimate
    return (estimate is None, -estimate.value if estimate else 0.0, row.name)
