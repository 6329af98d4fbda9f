"""Which epochs are due: every one since the node began, busy or empty, so that traffic says nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from edge_node.vector_plan import VectorPlan
from shared.epoch import Level, bounds, epoch_of

WINDOW = timedelta(days=35)
"""How long after its end an epoch is taken. Source: shared/wire/PROTOCOL.md §14.8."""

_STEP: dict[Level, int] = {"hour": 1, "day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Due:
    """One (task, epoch) that should go through the door."""

    plan: VectorPlan
    epoch: int
    start: datetime
    """First moment of the epoch, UTC."""
    end: datetime
    """First moment after it, UTC."""


def due_epochs(
    plans: Iterable[VectorPlan], *, begun: datetime, until: datetime, unfinished: bool = False
) -> Iterator[Due]:
    """Yield every epoch of every plan that began measuring by ``begun`` and is over at ``until``.

    The epoch in which the node began is included: its coverage says how much of it was measured. With
    unfinished, epochs that are still running at ``until`` are due too (close-out of a store or a demo).
    """
    oldest = max(begun, until - WINDOW)
    for plan in plans:
        zone = plan.site.zone_info
        for epoch in _epochs(plan.task.level, oldest, until, zone):
            start, end = bounds(epoch, plan.task.level, zone)
            if end > until - WINDOW and (end <= until or (unfinished and start < until)):
                yield Due(plan, epoch, start, end)


def _epochs(level: Level, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[int]:
    return iter(range(epoch_of(first, level, zone), epoch_of(last, level, zone) + 1, _STEP[level]))
