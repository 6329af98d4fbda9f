"""Which shelves people reach into, and in which the hand stays."""

from dataclasses import dataclass

from aggregator.insights.estimate import Estimate, total
from aggregator.insights.gathered import Count, Gathered, gather, in_rows, missing, sums
from aggregator.insights.index import Index
from aggregator.insights.places import shelves
from aggregator.insights.ratio import Ratio, ratio
from aggregator.insights.series import Scope
from shared.metrics import SHELF_ACTS

_REACH, _HAND = SHELF_ACTS


@dataclass(frozen=True, slots=True)
class ShelfUse:
    """One shelf, or the shelves of one type of zone over several stores."""

    name: str
    reached: Estimate | None
    """Visitors whose hand went in, however long it stayed."""
    stayed: Estimate | None
    """Those whose hand stayed in the shelf."""
    share: Ratio | None
    """Stayed ÷ reached: a share, since the one are part of the other."""
    reason: str
    """Why there is no number; empty when there is one."""
    sites: int


@dataclass(frozen=True, slots=True)
class Shelves:
    """Every shelf, most reached first; those without a number last."""

    rows: tuple[ShelfUse, ...]
    gathered: Gathered


def shelf_use(index: Index, scope: Scope) -> Shelves:
    """Return the visitors who reached into each shelf in the weeks that touch the period."""
    names = shelves(index, scope.sites)
    gathered = gather(index, scope, "shelf", usual="week")
    found = sums(gathered, in_rows(gathered, names))
    words = dict.fromkeys((*names.values(), *(name for name, _ in found)))
    none = missing(gathered)
    rows = (_row(name, found.get((name, _REACH), none), found.get((name, _HAND), none)) for name in words)
    return Shelves(tuple(sorted(rows, key=_rank)), gathered)


def _row(name: str, short: Count, long: Count) -> ShelfUse:
    came_back, stayed = short.reading.estimate, long.reading.estimate
    if came_back is None or stayed is None:
        return ShelfUse(name, None, None, None, short.reading.reason or long.reading.reason, 0)
    reached = total((came_back, stayed))
    share = ratio(stayed, reached, shared_variance=stayed.variance)
    return ShelfUse(name, reached, stayed, share, "", long.sites)


def _rank(row: ShelfUse) -> tuple[bool, float, str]:
    return (row.reached is None, -row.reached.value if row.reached else 0.0, row.name)
