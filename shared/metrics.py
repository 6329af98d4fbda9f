"""How each metric's vector is laid out: the ordered cells, known to both sides from the layout alone.

Every vector ends with one more entry that is not a cell: coverage, the seconds measured in the epoch.
"""

from dataclasses import dataclass
from itertools import pairwise

from shared.schemas.layout import ChainLayout, SiteLayout
from shared.schemas.task import MetricName

DWELL_EDGES_S = (5, 15, 30, 60, 120, 300, 600)
"""Lower edges of the dwell bins; a stay under 5 s is a passing-by (the 5 s rule of shop counting)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of a vector: the thing it counts and, where the metric has one, which part of it."""

    subject: str
    """A line, a zone, a zone type, ``floor``, or ``grid``."""
    part: str
    """``in``/``out``; a dwell bin such as ``5-15s``; ``column,row``; or empty."""

    @property
    def label(self) -> str:
        """The two parts joined, unique within the vector."""
        return f"{self.subject}:{self.part}" if self.part else self.subject


def cells(metric: MetricName, layout: SiteLayout | ChainLayout) -> tuple[Cell, ...]:
    """Return the cells of the metric's vector in wire order, coverage not included.

    Raises: ValueError when the metric has no form under this kind of layout.
    """
    if isinstance(layout, ChainLayout):
        return _chain_cells(metric, layout)
    if metric == "footfall":
        return tuple(Cell(line.name, way) for line in layout.lines for way in ("in", "out"))
    if metric == "occupancy":
        return (Cell("floor", ""),)
    if metric == "zone_visits":
        return tuple(Cell(zone.name, "") for zone in layout.zones)
    if metric == "dwell":
        return tuple(Cell(zone.name, part) for zone in layout.zones for part in dwell_bins())
    return _grid_cells(layout)


def dwell_bins() -> tuple[str, ...]:
    """Return the names of the dwell bins, shortest first; the last one is open."""
    closed = tuple(f"{low}-{high}s" for low, high in pairwise(DWELL_EDGES_S))
    return (*closed, f"{DWELL_EDGES_S[-1]}s+")


def unit_of(metric: MetricName, unit_size: int) -> str:
    """Return what one integer step of the metric stands for, in words."""
    names = {"footfall": "crossings", "zone_visits": "visits", "dwell": "visits"}
    return names.get(metric) or f"person-seconds × {unit_size}"


def _chain_cells(metric: MetricName, layout: ChainLayout) -> tuple[Cell, ...]:
    if metric == "footfall":
        return (Cell("entrance", "in"), Cell("entrance", "out"))
    if metric == "occupancy":
        return (Cell("floor", ""),)
    if metric == "zone_visits":
        return tuple(Cell(zone_type, "") for zone_type in layout.zone_types)
    if metric == "dwell":
        return tuple(Cell(zone_type, part) for zone_type in layout.zone_types for part in dwell_bins())
    raise ValueError(f"{metric} has no cohort form: grids differ between sites")


def _grid_cells(layout: SiteLayout) -> tuple[Cell, ...]:
    if layout.grid is None:
        return ()
    return tuple(
        Cell("grid", f"{column},{row}")
        for row in range(layout.grid.rows)
        for column in range(layout.grid.columns)
    )
