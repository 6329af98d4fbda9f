"""Which cadence and which map grid a draft's budget can carry in a store of so many visitors.

The finest that meet the targets of the product, metric by metric, at the price that the draft gives each.
What is expected comes from the assumed store alone: a cadence chosen from what was counted would itself tell
of it, and nobody would have paid for that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from aggregator.compliance.quantities import (
    DAY_FOOTFALL,
    FUNNEL_STEP,
    HEATMAP_CELL,
    HOUR_FOOTFALL,
    quantities,
)
from aggregator.compliance.typical_store import MOST_CELLS, TypicalStore
from aggregator.compliance.utility import Exactness, as_seen, exactness_of
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.epoch import Level
from shared.schemas.task import MetricName, Task

LEVELS: Final[tuple[Level, ...]] = ("hour", "day", "week")
HOURLY: Final[frozenset[MetricName]] = frozenset({"footfall", "occupancy", "queue_length", "queue_wait"})
"""What may be counted by the hour in any store; the rest only in a busy one."""
BUSY_VISITORS: Final = 1_000
USUAL: Final = HOUR_FOOTFALL
"""Asked of a number that the product promises nothing of: the loosest of what it promises of others."""

_ALWAYS: Final[Mapping[MetricName, float]] = {"funnel": FUNNEL_STEP, "heatmap": HEATMAP_CELL}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to release a metric, and the number that is furthest from its target under it."""

    rho: Mapping[Level, str]
    """The price of each level that is released, exact."""
    cells: int | None
    """Squares of the map; None for what is no map."""
    words: str
    """What the number is."""
    unit: str
    exactness: Exactness
    """Its target is the product's, or `USUAL`."""

    @property
    def finest(self) -> Level:
        """The shortest period that is released."""
        return next(level for level in LEVELS if level in self.rho)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a draft says of a metric, and what its price could carry."""

    metric: MetricName
    draft: Choice
    proposed: Choice
    """The finest that meets every target; the coarsest of all when none does."""

    @property
    def is_met(self) -> bool:
        """Whether what is proposed meets every target; otherwise the metric needs more budget, or none."""
        return self.proposed.exactness.is_met is True

    @property
    def changes(self) -> bool:
        """Whether anything else than the draft is proposed."""
        return (self.draft.rho, self.draft.cells) != (self.proposed.rho, self.proposed.cells)


def suggest(draft: PolicyBundle, store: TypicalStore) -> tuple[Suggestion, ...]:
    """Return a suggestion for each metric that the draft measures and the store has, in its order.

    Raises: DocumentError when the draft contradicts itself.
    """
    of_metric: dict[MetricName, list[Task]] = {}
    for task in tasks(draft).values():
        of_metric.setdefault(task.metric, []).append(task)
    found = (_suggestion(draft, store, own) for own in of_metric.values())
    return tuple(one for one in found if one is not None)


def _suggestion(draft: PolicyBundle, store: TypicalStore, own: list[Task]) -> Suggestion | None:
    held = _judged(draft, store, own)
    if held is None:
        return None
    judged = [one for way in _ways(own, store) if (one := _judged(draft, store, way)) is not None]
    proposed = next((one for one in judged if one.exactness.is_met), judged[-1])
    if own[0].metric == "heatmap":
        proposed = _finest_grid(draft, store, _at(own, proposed.finest), proposed)
    return Suggestion(own[0].metric, held, proposed)


def _ways(own: list[Task], store: TypicalStore) -> Iterator[list[Task]]:
    """Yield ways to spend the metric's price, the finest first: the draft's own, or all on one level."""
    may_be_hourly = own[0].metric in HOURLY or store.visitors_a_day >= BUSY_VISITORS
    for level in LEVELS if may_be_hourly else LEVELS[1:]:
        if level == next(one for one in LEVELS if any(task.level == one for task in own)):
            yield own
        if len(own) > 1 or own[0].level != level:
            yield _at(own, level)


def _at(own: list[Task], level: Level) -> list[Task]:
    price = sum((task.exact_rho for task in own), Fraction(0))
    return [own[0].model_copy(update={"level": level, "rho": f"{price.numerator}/{price.denominator}"})]


def _finest_grid(draft: PolicyBundle, store: TypicalStore, way: list[Task], otherwise: Choice) -> Choice:
    """Return the map with the most squares that meets its target, whatever grid was asked for."""
    for side in range(int(MOST_CELLS**0.5), 0, -1):
        found = _judged(draft, replace(store, cells=side * side), way)
        if found is not None and found.exactness.is_met:
            return found
    return otherwise


def _judged(draft: PolicyBundle, store: TypicalStore, way: list[Task]) -> Choice | None:
    """Return the way with its worst number, None where the store has nothing of the kind."""
    worst: Choice | None = None
    rho = {task.level: task.rho for task in way}
    cells = store.cells if way[0].metric == "heatmap" else None
    for task in way:
        for quantity in quantities(as_seen(store, task, draft), task):
            if quantity.at_once == 1 and quantity.expected > 0:
                told = replace(exactness_of(task, quantity), target=_target(task))
                if worst is None or _excess(told) > _excess(worst.exactness):
                    worst = Choice(rho, cells, quantity.words, quantity.unit, told)
    return worst


def _target(task: Task) -> float:
    if task.metric == "footfall":
        return HOUR_FOOTFALL if task.level == "hour" else DAY_FOOTFALL
    return _ALWAYS.get(task.metric, USUAL)


def _excess(exactness: Exactness) -> float:
    return exactness.share / (exactness.target or USUAL)
