"""What happens in an invented store, exactly: for so many people who come in, each cell of each metric.

Every figure is a free choice that a test can look up again; none is taken from a real store.
"""

import math
from collections.abc import Callable

from aggregator.insights.heatmap import area_on_floor
from shared.metrics import Cell, cells
from shared.schemas.layout import GridLayout, SiteLayout
from shared.schemas.task import MetricName, Task

VISITS = {
    "entrance": 0.95,
    "promotion": 0.5,
    "grocery": 0.6,
    "chilled": 0.45,
    "household": 0.25,
    "checkout": 0.7,
    "queue": 0.55,
}
"""Visits by zone type, for each person who comes in."""
STAYS = (0.34, 0.22, 0.18, 0.13, 0.08, 0.035, 0.015)
"""Shares of the dwell classes."""
WAITS = (0.30, 0.18, 0.22, 0.14, 0.09, 0.05, 0.02)
"""Shares of the classes of waiting."""
WAIT_MEAN_S = 95.0
"""Seconds that each person in a queue stands there."""
RETURNS = 0.08
"""Of those who visit a part, how many come back to it."""
GROUPS = {"1": 0.62, "2": 0.26, "3": 0.08, "4+": 0.04}
"""Shares of the group sizes; nobody comes in fives."""
GROUP_SIZE = 1 * 0.62 + 2 * 0.26 + 3 * 0.08 + 4 * 0.04
"""People a group."""
ACTS = {"reach": 0.12, "hand_in_shelf": 0.2}
"""Of those who visit the zone of a shelf."""
REACHED = {"pass_by": 4.0, "enter": 1.0, "browse": 1.2, "engage": 0.6, "checkout": 0.55}
"""Tracks that get at least so far in a view that can tell it, for each person who comes in."""


def truth(task: Task, layout: SiteLayout, people: float) -> list[float]:
    """Return the expected vector when so many people come in, in the task's units."""
    share = _SHARES[task.metric]
    return [people * share(cell, layout) / task.unit_size for cell in cells(task.metric, layout)]


def kind_of(zone: str, layout: SiteLayout) -> str:
    """Return the type of the zone."""
    return next(one.zone_type for one in layout.zones if one.name == zone)


def _visits(zone: str, layout: SiteLayout) -> float:
    kind = kind_of(zone, layout)
    return VISITS[kind] / sum(one.zone_type == kind for one in layout.zones)


def _flow(cell: Cell, layout: SiteLayout) -> float:
    names = [zone.name for zone in layout.zones]
    near = abs(names.index(cell.subject) - names.index(cell.part)) == 1
    both = _visits(cell.subject, layout) * _visits(cell.part, layout)
    return both * (0.7 if near else 0.1)


def _funnel(cell: Cell, layout: SiteLayout) -> float:
    """Return the share whose furthest step this is: what got so far without what got further."""
    stages = next(view.stages for view in layout.views if view.name == cell.subject)
    at = list(stages).index(cell.part)
    further = REACHED[stages[at + 1]] if at + 1 < len(stages) else 0.0
    return REACHED[cell.part] - further


def _shelf(cell: Cell, layout: SiteLayout) -> float:
    zone = next(one.zone for one in layout.shelves if one.name == cell.subject)
    return _visits(zone, layout) * ACTS[cell.part]


def _heat(cell: Cell, layout: SiteLayout) -> float:
    grid = layout.grid
    assert grid is not None
    column, row = (int(at) for at in cell.part.split(","))
    return _on_floor(column, row, grid, layout) * _warmth(column, row) * 5


def _on_floor(column: int, row: int, grid: GridLayout, layout: SiteLayout) -> float:
    """Return the share of the cell that lies on the floor: nobody walks elsewhere."""
    x, y, size = column * grid.cell_m, row * grid.cell_m, grid.cell_m
    return area_on_floor((x, y), (x + size, y + size), layout.floor_polygon_xy_m) / size**2


def _warmth(column: int, row: int) -> float:
    spots = (
        (4.4, 0.4, 1.5, 1.0),
        (4.0, 2.0, 1.6, 1.2),
        (1.6, 4.0, 1.5, 1.3),
        (4.8, 4.6, 1.2, 0.9),
        (7.2, 0.8, 1.2, 1.4),
    )
    return sum(
        weight * math.exp(-((column - x) ** 2 + (row - y) ** 2) / (2 * wide**2))
        for x, y, wide, weight in spots
    )


def _class(cell: Cell, shares: tuple[float, ...], layout: SiteLayout, metric: MetricName) -> float:
    names = [one.part for one in cells(metric, layout) if one.subject == cell.subject]
    return shares[names.index(cell.part)]


_SHARES: dict[MetricName, Callable[[Cell, SiteLayout], float]] = {
    "footfall": lambda cell, _: {"in": 1.0, "out": 0.98}[cell.part],
    "occupancy": lambda _, __: 7.5 * 60,
    "zone_visits": lambda cell, layout: _visits(cell.subject, layout),
    "dwell": lambda cell, layout: _visits(cell.subject, layout) * 0.6 * _class(cell, STAYS, layout, "dwell"),
    "heatmap": _heat,
    "returns": lambda cell, layout: _visits(cell.subject, layout) * RETURNS,
    "queue_length": lambda cell, layout: _visits(cell.subject, layout) * WAIT_MEAN_S,
    "queue_wait": lambda cell, layout: (
        _visits(cell.subject, layout) * _class(cell, WAITS, layout, "queue_wait")
    ),
    "flow": _flow,
    "funnel": _funnel,
    "shelf": _shelf,
    "groups": lambda cell, _: GROUPS[cell.part] / GROUP_SIZE,
}
