"""How long people wait: waits by class, the share that takes too long, and the median."""

from dataclasses import dataclass
from typing import Final

from aggregator.insights.estimate import Estimate, total
from aggregator.insights.gathered import Count, Gathered, Key, gather, in_rows, sums
from aggregator.insights.index import Index
from aggregator.insights.median import Median, median
from aggregator.insights.places import queues
from aggregator.insights.ratio import Ratio, ratio
from aggregator.insights.series import Scope
from shared.metrics import WAIT_EDGES_S, wait_classes

LIMIT_S: Final = 180
"""A wait this long or longer is too long: three minutes, an edge of a class."""

ALL_QUEUES: Final = "all queues"


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits in one queue, or in all of them together."""

    name: str
    classes: tuple[Estimate, ...]
    """One estimate per class of shared.metrics.wait_classes, shortest first."""
    waits: Estimate
    too_long: Ratio | None
    """Share of the waits of LIMIT_S and more; None when waits are too few."""
    median: Median | None


@dataclass(frozen=True, slots=True)
class QueueWaits:
    """Waits of all queues and of each."""

    all_queues: Waits | None
    """None when there is no number."""
    rows: tuple[Waits, ...]
    gathered: Gathered


def queue_waits(index: Index, scope: Scope) -> QueueWaits:
    """Return the waits of the days of the period; a wait is counted when it is over."""
    gathered = gather(index, scope, "queue_wait")
    found = sums(gathered, in_rows(gathered, queues(index, scope.sites)))
    together = sums(gathered, lambda _, __, part: (ALL_QUEUES, part))
    names = sorted({name for name, _ in found})
    rows = (_waits(name, found) for name in names)
    return QueueWaits(_waits(ALL_QUEUES, together), tuple(row for row in rows if row), gathered)


def _waits(name: str, found: dict[Key, Count]) -> Waits | None:
    read = [found[name, part].reading.estimate for part in wait_classes() if (name, part) in found]
    classes = tuple(one for one in read if one is not None)
    if len(classes) < len(WAIT_EDGES_S):
        return None
    waits, long = total(classes), total(classes[WAIT_EDGES_S.index(LIMIT_S) :])
    share = ratio(long, waits, shared_variance=long.variance)
    return Waits(name, classes, waits, share, median(classes, WAIT_EDGES_S))
