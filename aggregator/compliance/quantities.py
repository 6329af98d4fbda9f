"""The numbers that people read from each metric, and how much of each there is in a typical store."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from aggregator.compliance.typical_store import MOST_CELLS, TypicalStore, counted_s
from shared.metrics import NEXT_ACTIONS, OPENNESS
from shared.schemas.task import MetricName, Task

BUSY_HOUR_ENTRIES: Final = 25
BUSY_STEP_TRACKS: Final = 90

DAY_FOOTFALL: Final = 0.05
HOUR_FOOTFALL: Final = 0.25
FUNNEL_STEP: Final = 0.15
HEATMAP_CELL: Final = 0.20


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as a reader meets it."""

    words: str
    """What is counted."""
    unit: str
    expected: float
    """In the unit."""
    parts: int = 1
    """Independent cells that are summed."""
    at_once: int = 1
    """Cells that the interval must hold for together, as on a map."""
    base_per_unit: float = 1.0
    """Base units of the metric (seconds, or 1) that make one of the unit."""
    target: float | None = None
    """The half-width ÷ expected that the product promises at most; None where it promises nothing."""


def quantities(store: TypicalStore, task: Task) -> tuple[Quantity, ...]:
    """Return the numbers of the task in the store; none where the store has nothing of the kind."""
    return tuple(_QUANTITIES[task.metric](store, task))


def _footfall(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level)
    if task.level != "hour":
        target = DAY_FOOTFALL if task.level == "day" and task.lane == "site" else None
        yield Quantity("people who come in", "entries", people, target=target)
        return
    yield Quantity("people who come in, busiest hour", "entries", people)
    least = store.least_visitors_of_hour(BUSY_HOUR_ENTRIES)
    if least is not None and task.lane == "site":
        words = f"people who come in, quietest hour of ≥ {BUSY_HOUR_ENTRIES}"
        yield Quantity(words, "entries", least, target=HOUR_FOOTFALL)


def _occupancy(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    most_s = task.bound.max_per_cell * task.unit_size
    seconds = store.seconds_inside * counted_s(store.seconds_of_a_track, most_s) / store.seconds_of_a_track
    open_s = store.open_s(task.level)
    mean = store.visitors(task.level) * seconds / open_s
    yield Quantity(f"people inside at a moment{_busiest(task)}", "people", mean, base_per_unit=open_s)


def _zone_visits(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    visits = store.visitors(task.level) * store.zones_counted(task.bound.max_cells) / store.zones
    yield Quantity(f"visits to one zone{_busiest(task)}", "visits", visits)


def _dwell(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    stays = store.visitors(task.level) * store.zones_counted(task.bound.max_cells) / store.zones
    words = f"stays in one zone, fullest class{_busiest(task)}"
    yield Quantity(words, "visits", stays * store.fullest_class_of_stays)


def _heatmap(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    minutes = store.visitors(task.level) * store.seconds_inside * store.busy_cell / store.cells / 60
    is_promised = task.level == "week" and store.cells <= MOST_CELLS
    yield Quantity(
        f"time in a cell of the busiest tenth{_busiest(task)}",
        "person-minutes",
        minutes,
        base_per_unit=60,
        target=HEATMAP_CELL if is_promised else None,
    )
    words = f"the same, all {store.cells} cells right at once"
    yield Quantity(words, "person-minutes", minutes, at_once=store.cells, base_per_unit=60)


def _returns(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level) * store.returns / store.zones
    yield Quantity(f"visitors who come back to one zone{_busiest(task)}", "visitors", people)


def _queue_length(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    most_s = task.bound.max_per_cell * task.unit_size
    open_s = store.open_s(task.level)
    mean = store.visitors(task.level) * store.waits * counted_s(store.seconds_of_a_wait, most_s) / open_s
    yield Quantity(f"people queueing at a moment{_busiest(task)}", "people", mean, base_per_unit=open_s)


def _queue_wait(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    waits = store.visitors(task.level) * store.waits * store.fullest_class_of_waits
    yield Quantity(f"waits, fullest class{_busiest(task)}", "waits", waits)


def _flow(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    pairs = store.zones * (store.zones - 1)
    if pairs:
        walks = store.visitors(task.level) * store.walks * store.busy_walk / pairs
        yield Quantity(f"walks, a way of the busiest tenth{_busiest(task)}", "walks", walks)


def _funnel(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    for step, of_visitor, cells in store.steps:
        tracks = store.visitors(task.level) * of_visitor
        is_promised = task.level == "day" and task.lane == "site" and tracks >= BUSY_STEP_TRACKS
        target = FUNNEL_STEP if is_promised else None
        yield Quantity(f"step {step}{_busiest(task)}", "tracks", tracks, parts=cells, target=target)


def _shelf(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level) * store.reaches / store.shelves
    yield Quantity(f"visitors who reach into one shelf{_busiest(task)}", "visitors", people)


def _groups(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level)
    yield Quantity(f"people who come alone{_busiest(task)}", "groups", people * store.alone)
    yield Quantity(f"people who come in twos{_busiest(task)}", "groups", people * store.pairs)


def _posture(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level) * store.tracks_inside / store.zones / len(OPENNESS)
    yield Quantity(f"visitors at one level in one zone{_busiest(task)}", "visitors", people)


def _intent(store: TypicalStore, task: Task) -> Iterator[Quantity]:
    people = store.visitors(task.level) * store.tracks_inside / store.zones / len(NEXT_ACTIONS)
    yield Quantity(f"visitors with one next action in one zone{_busiest(task)}", "visitors", people)


def _busiest(task: Task) -> str:
    return ", busiest hour" if task.level == "hour" else ""


_QUANTITIES: Final[Mapping[MetricName, Callable[[TypicalStore, Task], Iterator[Quantity]]]] = {
    "footfall": _footfall,
    "occupancy": _occupancy,
    "zone_visits": _zone_visits,
    "dwell": _dwell,
    "heatmap": _heatmap,
    "returns": _returns,
    "queue_length": _queue_length,
    "queue_wait": _queue_wait,
    "flow": _flow,
    "funnel": _funnel,
    "shelf": _shelf,
    "groups": _groups,
    "posture": _posture,
    "intent": _intent,
}
