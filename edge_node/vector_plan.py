"""How one task's vector is laid out for one site: which entry each line, zone and grid cell adds to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from policies.hours import NO_MINUTE
from shared.epoch import bounds
from shared.metrics import Cell, cells
from shared.schemas.layout import ChainLayout, SiteLayout, Stage, layout_hash
from shared.schemas.task import Task

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """One view's part in the funnel."""

    subject: str
    """The view's own name, or ``all`` in the cohort lane."""
    stages: tuple[Stage, ...]
    """What can be told there."""


@dataclass(frozen=True, slots=True)
class VectorPlan:
    """One task read against the floor it is measured on; made once, used for every track."""

    task: Task
    site: SiteLayout
    """The floor the visits and crossings name."""
    layout: SiteLayout | ChainLayout
    """What the vector is indexed by: the site itself, or the chain's zone types in the cohort lane."""
    cells: tuple[Cell, ...]
    """The vector's cells in wire order, coverage not included."""
    index: dict[tuple[str, str], int] = field(repr=False)
    """Where each (subject, part) stands among the cells."""
    subjects: dict[str, str] = field(repr=False)
    """The cell subject of every zone: its own name, or its zone type in the cohort lane."""
    zone_types: dict[str, str] = field(repr=False)
    """The chain-wide word of every zone."""
    shelves: dict[str, str] = field(repr=False)
    """The cell subject of every shelf: its own name, or its zone's type in the cohort lane."""
    views: dict[str, ViewPlan] = field(repr=False)
    """Every view that counts the funnel, by its name."""
    entrance: frozenset[str] = frozenset()
    """Lines through which people enter and leave the shop; empty when the site does not say."""
    quiet_minutes: int = NO_MINUTE
    """Minutes of the store's day in which nobody is counted, as policies.hours holds them."""

    panel_only: bool = False
    """Whether only who wears the panel's badge is counted: the purpose rests on consent."""

    @property
    def length(self) -> int:
        """Entries of the vector on the wire: the cells and one for coverage."""
        return len(self.cells) + 1

    @property
    def layout_hash(self) -> bytes:
        """SHA-256 of the layout the vector is read under: 32 bytes."""
        return layout_hash(self.layout)

    def policy_moment(self, epoch: int) -> datetime:
        """Return the UTC start of the epoch: the moment that decides for all parties which policy holds.

        It follows from the report's header alone, without the site's calendar.
        """
        return bounds(epoch, self.task.level, _UTC)[0]

    def position(self, zone: str, part: str) -> int | None:
        """Return the entry of a zone and part, or None when the vector has no cell for them."""
        subject = self.subjects.get(zone)
        return None if subject is None else self.index.get((subject, part))


def plans(
    tasks: Iterable[Task], site: SiteLayout, chain: ChainLayout, entrance: Iterable[str] = ()
) -> tuple[VectorPlan, ...]:
    """Return a plan for every task that has something to measure here: no lines, no footfall."""
    doors = frozenset(entrance)
    return tuple(made for task in tasks if (made := plan(task, site, chain, doors)).cells)


def plan(
    task: Task, site: SiteLayout, chain: ChainLayout, entrance: frozenset[str] = frozenset()
) -> VectorPlan:
    """Return the plan of a task: zones keep their names in the site lane, become types in the cohort lane.

    Raises: ValueError when the metric has no cohort form.
    """
    in_cohort = task.lane == "cohort"
    layout = chain if in_cohort else site
    found = cells(task.metric, layout)
    types = {zone.name: zone.zone_type for zone in site.zones}
    return VectorPlan(
        task=task,
        site=site,
        layout=layout,
        cells=found,
        index={(cell.subject, cell.part): position for position, cell in enumerate(found)},
        subjects={name: kind if in_cohort else name for name, kind in types.items()},
        zone_types=types,
        shelves={shelf.name: types[shelf.zone] if in_cohort else shelf.name for shelf in site.shelves},
        views={view.name: ViewPlan("all" if in_cohort else view.name, view.stages) for view in site.views},
        entrance=entrance,
    )
