"""What a cohort batch is, and under which task of which policy it is summed.

Source: shared/wire/PROTOCOL.md §4.3, §15.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from aggregator.adopted import Adopted, in_force
from aggregator.windows import policy_moment, window
from aggregator.wish import Wish
from privacy.proved import ProvedVectors
from shared.epoch import Level
from shared.ids import CohortId, TaskId
from shared.metrics import cells
from shared.schemas.task import Task


@dataclass(frozen=True, slots=True, order=True)
class BatchName:
    """One (task, cohort, epoch): a report enters exactly one, a batch is summed once."""

    task_id: TaskId
    cohort_id: CohortId
    epoch: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What the signed policy says about one batch; no request can change it."""

    adopted: Adopted
    task: Task
    data_from: datetime
    """The moment that decides which policy was in force."""

    @property
    def length(self) -> int:
        """Entries of its vectors, coverage included."""
        return len(cells(self.task.metric, self.adopted.bundle.chain.layout)) + 1

    @property
    def proved(self) -> ProvedVectors | None:
        """How its vectors are proved; None where the policy asks for no proof."""
        most = self.task.max_per_site
        return ProvedVectors(self.length, most) if most else None


def terms_of(name: BatchName, known: Iterable[Adopted]) -> Terms | None:
    """Return the terms of the batch, or None when no policy in force then has such a cohort task."""
    parts = name.task_id.split(".")
    level = next((one for one in get_args(Level) if len(parts) == 3 and parts[1] == one), None)
    if level is None:
        return None
    moment = policy_moment(name.epoch, level)
    adopted = in_force(known, moment)
    task = adopted.tasks.get(name.task_id) if adopted else None
    if adopted is None or task is None or task.lane != "cohort":
        return None
    return Terms(adopted, task, moment)


def wish_for(name: BatchName, terms: Terms, sites: int) -> Wish:
    """Return what is asked of the gate for the batch."""
    return Wish(name.task_id, name.cohort_id, name.epoch, terms.data_from, sites)


def takes_shares(name: BatchName, terms: Terms, now: datetime) -> bool:
    """True until the policy's days after the epoch's end, in the last time zone, are over."""
    span = window(name.epoch, terms.task.level, None)
    return span is not None and (now - span[1]).total_seconds() <= terms.task.closes_after_s


def has_ended(name: BatchName, terms: Terms, now: datetime) -> bool:
    """True once the epoch is over in every time zone."""
    span = window(name.epoch, terms.task.level, None)
    return span is not None and now >= span[1]
