"""Which parts people come back to: visitors who left a part, were elsewhere, and came back to stay."""

from dataclasses import dataclass

from aggregator.insights.alongside import alongside
from aggregator.insights.gathered import Count, Gathered, gather, in_rows, missing, sums
from aggregator.insights.index import Index
from aggregator.insights.places import zones
from aggregator.insights.ratio import Ratio, ratio
from aggregator.insights.series import Scope


@dataclass(frozen=True, slots=True)
class Returned:
    """One part of the store."""

    name: str
    count: Count
    """Visitors who came back."""
    per_visitor: Ratio | None
    """Of those who stayed there in the same weeks, how many came back; None when too few."""


@dataclass(frozen=True, slots=True)
class Returns:
    """Every part, most returns first; those without a number last."""

    rows: tuple[Returned, ...]
    gathered: Gathered


def returns(index: Index, scope: Scope) -> Returns:
    """Return the returns of the weeks that touch the period.

    One track is one person on one camera: who comes back past another camera is not known to be the same.
    """
    names = zones(index, scope.sites)
    gathered = gather(index, scope, "returns", usual="week")
    found = sums(gathered, in_rows(gathered, names))
    both = alongside(index, scope, gathered, "zone_visits")
    back, stayed = (sums(one, in_rows(one, names)) for one in both) if both else ({}, {})
    words = dict.fromkeys((*names.values(), *(name for name, _ in found)))
    rows = []
    for name in words:
        count = found.get((name, "")) or missing(gathered)
        key = name, ""
        rows.append(Returned(name, count, _per_visitor(back[key], stayed[key]) if key in stayed else None))
    return Returns(tuple(sorted(rows, key=_rank)), gathered)


def _per_visitor(back: Count, stayed: Count) -> Ratio | None:
    came_back, visitors = back.reading.estimate, stayed.reading.estimate
    return ratio(came_back, visitors) if came_back and visitors else None


def _rank(row: Returned) -> tuple[bool, float, str]:
    estimate = row.count.reading.estimate
    return (estimate is None, -estimate.value if estimate else 0.0, row.name)
