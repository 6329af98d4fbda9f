"""Where people spend time: person-seconds per m² on the floor of one shop, cell by cell, in metres."""

from dataclasses import dataclass
from datetime import date, timedelta

from aggregator.insights.estimate import Estimate, everywhere, total
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.reading import NO_REPORT, cell
from shared.epoch import first_date
from shared.ids import SiteId
from shared.schemas.layout import GridLayout, Point, SiteLayout, layout_hash
from shared.schemas.release import Release

EARLIER_PLAN = "measured under an earlier floor plan"
"""Why a week is not drawn: its grid is not the one of the newest layout."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One cell of the map."""

    column: int
    row: int
    centre_xy_m: Point
    area_m2: float
    """The part of the cell that lies on the floor."""
    density: Estimate
    """Person-seconds per m²; the half-width is simultaneous: all cells at once are right 19 times in 20."""


@dataclass(frozen=True, slots=True)
class Heatmap:
    """One shop's floor, summed over the weeks that touch the period."""

    site: SiteId
    grid: GridLayout | None
    patches: tuple[Patch, ...]
    """Empty when there is nothing to draw; cells that lie off the floor are left out."""
    weeks: tuple[date, ...]
    """Mondays of the weeks in the sum."""
    hours: float
    """Hours measured in them."""
    reason: str
    """Why nothing is drawn; empty when something is."""
    is_provisional: bool = False
    is_simulated: bool = False


def heatmap(index: Index, site: SiteId, period: Period) -> Heatmap:
    """Return the map of the weeks that touch the period."""
    layout = index.layouts[site]
    touching = _weeks(index, site, period)
    current = layout_hash(layout).hex()
    usable = [
        week for week in touching if not week.suppressed and week.coverage_s and week.layout_hash == current
    ]
    if layout.grid is None or not usable:
        return Heatmap(site, layout.grid, (), (), 0.0, _why(touching, current))
    return Heatmap(
        site,
        layout.grid,
        _patches(layout, layout.grid, usable),
        tuple(first_date(week.epoch) for week in usable),
        sum(week.coverage_s for week in usable) / 3600,
        "",
        is_provisional=any(week.provisional for week in usable),
        is_simulated=any(week.simulated for week in usable),
    )


def area_on_floor(low: Point, high: Point, floor: tuple[Point, ...]) -> float:
    """Return the area in m² that the axis-parallel rectangle shares with the floor polygon.

    Source: Sutherland and Hodgman 1974, the floor clipped by the rectangle's four edges.
    """
    ring = list(floor)
    for axis in (0, 1):
        ring = _clipped(ring, axis, low[axis], +1)
        ring = _clipped(ring, axis, high[axis], -1)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _clipped(ring: list[Point], axis: int, edge: float, side: int) -> list[Point]:
    kept: list[Point] = []
    for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
        from_edge, to_edge = side * (here[axis] - edge), side * (there[axis] - edge)
        if from_edge >= 0:
            kept.append(here)
        if from_edge * to_edge < 0:
            share = from_edge / (from_edge - to_edge)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    return kept


def _weeks(index: Index, site: SiteId, period: Period) -> list[Release]:
    shelf = index.shelf("heatmap", "week", site)
    return [
        release
        for epoch, release in sorted(shelf.items())
        if first_date(epoch) <= period.last and first_date(epoch) + timedelta(days=6) >= period.first
    ]


def _why(touching: list[Release], current: str) -> str:
    for week in touching:
        if week.suppressed:
            return week.suppressed
        if week.layout_hash != current:
            return EARLIER_PLAN
    return NO_REPORT if not touching else "not measured"


def _patches(layout: SiteLayout, grid: GridLayout, weeks: list[Release]) -> tuple[Patch, ...]:
    found = []
    cells = grid.columns * grid.rows
    for at in range(cells):
        row, column = divmod(at, grid.columns)
        low = (grid.origin_xy_m[0] + column * grid.cell_m, grid.origin_xy_m[1] + row * grid.cell_m)
        high = (low[0] + grid.cell_m, low[1] + grid.cell_m)
        area = area_on_floor(low, high, layout.floor_polygon_xy_m)
        if area < grid.cell_m**2 / 100:
            continue
        summed = total(cell(week, at).scaled(week.unit_size) for week in weeks)
        centre = (low[0] + grid.cell_m / 2, low[1] + grid.cell_m / 2)
        found.append(Patch(column, row, centre, area, everywhere(summed, cells).scaled(1 / area)))
    return tuple(found)
