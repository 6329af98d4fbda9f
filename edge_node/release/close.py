"""Closing what is due: every due epoch through the door, in batches that are written as one."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from edge_node.release.gate import Door, Refused, close_epoch
from edge_node.release.schedule import Due
from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal

BATCH = 64
"""Epochs per unit of work: one write to disk for all of them, each still all or nothing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Closed:
    """What a round of closing did."""

    contributions: int
    """Epochs that went through the door."""
    refused: dict[str, int] = field(default_factory=dict)
    """Refusals by rule."""


def close_due(journal: Journal, due: Iterable[Due], door: Door, *, now: datetime) -> Closed:
    """Take every due epoch to the door unless it went through before, then scrub the exact sums' traces."""
    closed = 0
    refused: Counter[str] = Counter()
    for batch in _batches(due):
        with journal.unit():
            outcomes = [
                close_epoch(item, door, journal, at_s=now.timestamp())
                for item in batch
                if not journal.ledger.has(item.plan.task.task_id, item.epoch)
            ]
        closed += sum(isinstance(outcome, Contribution) for outcome in outcomes)
        refused.update(outcome.rule for outcome in outcomes if isinstance(outcome, Refused))
    for rule, count in refused.items():
        _log.warning("epochs refused at the door", extra={"problem": rule, "count": count})
    if closed:
        journal.scrub()
    return Closed(closed, dict(refused))


def _batches(due: Iterable[Due]) -> Iterator[list[Due]]:
    waiting = iter(due)
    while batch := list(islice(waiting, BATCH)):
        yield batch
