"""How each metric's vector is laid out: the ordered cells, known to both sides from the layout alone.

Every vector ends with one more entry that is not a cell: coverage, the seconds measured in the epoch.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from shared.schemas.layout import STAGES, ChainLayout, GridLayout, SiteLayout
from shared.schemas.task import MetricName

QUEUE = "queue"
"""The zone type people wait in: where queue length and wait are measured."""

OUTSIDE = "outside"
"""The zone type of the strip before the entrance: who is there passes by, and is not in the shop."""

DWELL_EDGES_S = (5, 15, 30, 60, 120, 300, 600)
"""Lower edges of the dwell classes; a stay under 5 s is a passing-by (the 5 s rule of shop counting)."""

WAIT_EDGES_S = (5, 30, 60, 120, 180, 300, 600)
"""Lower edges of the classes of waiting; who stands in a queue for less than 5 s does not wait."""

GROUP_SIZES = ("1", "2", "3", "4+")
"""Sizes of groups that come in together; the last one is open."""

SHELF_ACTS = ("reach", "hand_in_shelf")
"""A hand that comes and goes at once, and one that stays in the shelf (edge_node/features/shelf.py)."""

MOVEMENT_ENERGY = ("energy_1", "energy_2", "energy_3", "energy_4")
"""How much arms move, the least first: four levels of edge_node/intent/posture.py."""

OPENNESS = ("openness_1", "openness_2", "openness_3", "openness_4")
"""How far arms are held from the body, the nearest first, likewise."""

NEXT_ACTIONS = ("pass_by", "browse", "reach", "queue", "leave")
"""What somebody may do next (edge_node/intent/window.py), each counted as it was expected."""

WITHOUT_SITE_FORM: frozenset[MetricName] = frozenset({"posture", "intent"})
"""They read how bodies move: only sums over several stores exist."""

WITHOUT_COHORT_FORM: frozenset[MetricName] = frozenset({"heatmap", "flow"})
"""Their cells are places of one floor; a pack that forbids them in the site lane turns them off."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of a vector: the thing it counts and, where the metric has one, which part of it."""

    subject: str
    """A line, a zone, a shelf, a view, a zone type, ``entrance``, ``floor``, ``all`` or ``grid``."""
    part: str
    """``in``/``out``; a class such as ``5-15s``; a stage; the zone gone to; ``column,row``; or empty."""

    @property
    def label(self) -> str:
        """The two parts joined, unique within the vector."""
        return f"{self.subject}:{self.part}" if self.part else self.subject


@dataclass(frozen=True, slots=True)
class Subjects:
    """What cells can be about on one floor, or, by the chain's words, on all of them."""

    doors: tuple[str, ...]
    zones: tuple[str, ...]
    """Parts of the shop, queues among them; the strip outside is none."""
    everywhere: tuple[str, ...]
    """The same and the strip outside."""
    queues: tuple[str, ...]
    shelves: tuple[str, ...]
    views: tuple[tuple[str, tuple[str, ...]], ...]
    """Each view of the funnel with its stages."""
    grid: GridLayout | None = None

    @classmethod
    def of_site(cls, layout: SiteLayout) -> Self:
        """Return what this site's vectors are about: its own names."""
        inside = tuple(zone for zone in layout.zones if zone.zone_type != OUTSIDE)
        return cls(
            doors=tuple(line.name for line in layout.lines),
            zones=tuple(zone.name for zone in inside),
            everywhere=tuple(zone.name for zone in layout.zones),
            queues=tuple(zone.name for zone in inside if zone.zone_type == QUEUE),
            shelves=tuple(shelf.name for shelf in layout.shelves),
            views=tuple((view.name, view.stages) for view in layout.views),
            grid=layout.grid,
        )

    @classmethod
    def of_chain(cls, layout: ChainLayout) -> Self:
        """Return what cohort vectors are about: zone types, one door, one funnel."""
        inside = tuple(kind for kind in layout.zone_types if kind != OUTSIDE)
        return cls(
            doors=("entrance",),
            zones=inside,
            everywhere=layout.zone_types,
            queues=tuple(kind for kind in inside if kind == QUEUE),
            shelves=tuple(kind for kind in inside if kind != QUEUE),
            views=(("all", STAGES),),
        )


def cells(metric: MetricName, layout: SiteLayout | ChainLayout) -> tuple[Cell, ...]:
    """Return the cells of the metric's vector in wire order, coverage not included.

    Raises: ValueError when the metric has no form under this kind of layout.
    """
    if isinstance(layout, ChainLayout):
        if metric in WITHOUT_COHORT_FORM:
            raise ValueError(f"{metric} has no cohort form: its cells are places of one floor")
        return tuple(_CELLS[metric](Subjects.of_chain(layout)))
    if metric in WITHOUT_SITE_FORM:
        raise ValueError(f"{metric} has no site form: only sums over several sites exist")
    return tuple(_CELLS[metric](Subjects.of_site(layout)))


def dwell_bins() -> tuple[str, ...]:
    """Return the names of the dwell classes, shortest first; the last one is open."""
    return _classes(DWELL_EDGES_S)


def wait_classes() -> tuple[str, ...]:
    """Return the names of the classes of waiting, shortest first; the last one is open."""
    return _classes(WAIT_EDGES_S)


def unit_of(metric: MetricName, unit_size: int) -> str:
    """Return what one integer step of the metric stands for, in words."""
    return _UNITS.get(metric) or f"person-seconds × {unit_size}"


def _classes(edges_s: tuple[int, ...]) -> tuple[str, ...]:
    return (*(f"{low}-{high}s" for low, high in pairwise(edges_s)), f"{edges_s[-1]}s+")


def _each(subjects: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Cell]:
    return (Cell(subject, part) for subject in subjects for part in parts)


def _funnel(about: Subjects) -> Iterator[Cell]:
    return (Cell(view, stage) for view, stages in about.views for stage in stages)


def _flow(about: Subjects) -> Iterator[Cell]:
    return (Cell(left, reached) for left in about.zones for reached in about.zones if left != reached)


def _heatmap(about: Subjects) -> Iterator[Cell]:
    if about.grid is None:
        return iter(())
    columns, rows = range(about.grid.columns), range(about.grid.rows)
    return (Cell("grid", f"{column},{row}") for row in rows for column in columns)


_CELLS: dict[MetricName, Callable[[Subjects], Iterator[Cell]]] = {
    "footfall": lambda about: _each(about.doors, ("in", "out")),
    "occupancy": lambda _: _each(("floor",), ("",)),
    "zone_visits": lambda about: _each(about.zones, ("",)),
    "dwell": lambda about: _each(about.zones, dwell_bins()),
    "heatmap": _heatmap,
    "returns": lambda about: _each(about.zones, ("",)),
    "queue_length": lambda about: _each(about.queues, ("",)),
    "queue_wait": lambda about: _each(about.queues, wait_classes()),
    "flow": _flow,
    "funnel": _funnel,
    "shelf": lambda about: _each(about.shelves, SHELF_ACTS),
    "groups": lambda about: _each(("entrance",) if about.doors else (), GROUP_SIZES),
    "posture": lambda about: _each(about.zones, (*MOVEMENT_ENERGY, *OPENNESS)),
    "intent": lambda about: _each(about.everywhere, NEXT_ACTIONS),
}

_UNITS: dict[MetricName, str] = {
    "footfall": "crossings",
    "zone_visits": "visits",
    "dwell": "visits",
    "returns": "visitors who came back",
    "queue_wait": "waits",
    "flow": "walks",
    "funnel": "tracks",
    "shelf": "visitors",
    "groups": "groups",
    "posture": "visitors",
    "intent": "visitors",
}
