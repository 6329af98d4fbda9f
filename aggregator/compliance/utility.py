"""How exact each number of a typical store would be under a policy: what privacy costs, before it is agreed.

Each half-width is that of the release itself: the smallest whole number of steps that covers the noise of a
cell 95 times in 100, and for a sum the root of summed squares. Cameras' own errors come on top.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from aggregator.compliance.quantities import Quantity, quantities
from aggregator.compliance.typical_store import TypicalStore
from policies.schema import PolicyBundle
from policies.tasks import tasks
from privacy.intervals import half_width, half_width_of_sum, simultaneous_half_width
from shared.epoch import Level
from shared.metrics import OUTSIDE
from shared.schemas.task import Lane, MetricName, Task

PARTIES = 2
"""Leader and helper each add the full noise to a sum of the cohort lane."""


@dataclass(frozen=True, slots=True)
class Exactness:
    """One number of the store under one policy."""

    lane: Lane
    sites: int
    """Stores in the number; below the smallest sum of the cohort lane nothing exists."""
    expected: float
    half_width: float
    """The interval is the number ± this, 95 times in 100; in the number's unit."""
    target: float | None
    """The share the product promises at most; None where it promises nothing."""

    @property
    def share(self) -> float:
        """The half-width ÷ what is expected; more than 1 says that noise is all there is."""
        return self.half_width / self.expected

    @property
    def is_met(self) -> bool | None:
        """Whether the promise is kept; None where nothing is promised."""
        return None if self.target is None else self.share <= self.target


@dataclass(frozen=True, slots=True)
class Number:
    """One number, under the version in force and under the draft."""

    metric: MetricName
    level: Level
    words: str
    unit: str
    held: Exactness | None
    """None when it is not measured under the version in force, or none is known."""
    draft: Exactness | None
    """None when it would not be measured."""


_Key = tuple[MetricName, Level, str, str]


def utility(draft: PolicyBundle, held: PolicyBundle | None, store: TypicalStore) -> tuple[Number, ...]:
    """Return every number of either version, those of the draft first in its order.

    Raises: DocumentError when a version contradicts itself.
    """
    drafted = exactness(draft, store)
    before = {} if held is None else exactness(held, store)
    return tuple(Number(*key, before.get(key), drafted.get(key)) for key in {**drafted, **before})


def exactness(bundle: PolicyBundle, store: TypicalStore) -> Mapping[_Key, Exactness]:
    """Return what each number of the store would be like, by metric, level, words and unit.

    Raises: DocumentError when the bundle contradicts itself.
    """
    return {
        (task.metric, task.level, quantity.words, quantity.unit): exactness_of(task, quantity)
        for task in tasks(bundle).values()
        for quantity in quantities(as_seen(store, task, bundle), task)
    }


def as_seen(store: TypicalStore, task: Task, bundle: PolicyBundle) -> TypicalStore:
    """Return the store as the task's lane sees it: alone, or several summed by zone type."""
    if task.lane == "site":
        return store
    inside = [kind for kind in bundle.chain.zone_types if kind != OUTSIDE]
    return store.summed(task.minimum_batch, len(inside))


def exactness_of(task: Task, quantity: Quantity) -> Exactness:
    """Return how exact the number is when it is released at the task's price."""
    steps = _steps(task, quantity.parts, quantity.at_once)
    return Exactness(
        lane=task.lane,
        sites=task.minimum_batch,
        expected=quantity.expected,
        half_width=steps * task.unit_size / quantity.base_per_unit,
        target=quantity.target,
    )


@lru_cache(maxsize=512)
def _steps(task: Task, parts: int, at_once: int) -> int:
    draws = PARTIES if task.lane == "cohort" else 1
    if parts > 1:
        return half_width_of_sum([task.release_variance] * parts)
    if at_once > 1:
        return simultaneous_half_width(task.noise_variance, at_once, draws)
    return half_width(task.noise_variance, draws)
