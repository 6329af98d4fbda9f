"""Heatmap: the time people spend on each square of the floor."""

import math

import numpy as np
from numpy.typing import NDArray

from edge_node.features.instants import positions_at
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return the person-seconds per grid cell divided by the unit, read at the clock's round instants.

    Steps off the grid count nowhere. A journey heavier than its bound is thinned evenly in time, so that what
    is left keeps the shape of its way; scaling small integers down would lose most of it to rounding.
    Shape: (rows × columns,), row by row from the south-west.  Units: unit_size person-seconds.
    """
    cells = len(plan.cells)
    at = _cells_of(journey, plan)
    vector = np.bincount(at, minlength=cells)
    while (heavy := int(vector @ vector)) > plan.task.bound.l2_squared:
        keep = min(int(len(at) * math.sqrt(plan.task.bound.l2_squared / heavy)), len(at) - 1)
        at = at[(np.arange(keep) * 2 + 1) * len(at) // (2 * keep)] if keep else at[:0]
        vector = np.bincount(at, minlength=cells)
    return vector.astype(np.int64)


def _cells_of(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    grid = plan.site.grid
    if grid is None:
        return np.empty(0, dtype=np.int64)
    xy_m = positions_at(journey.track, plan.task.unit_size)
    column, row = np.floor((xy_m - np.asarray(grid.origin_xy_m)) / grid.cell_m).T
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)  # False for NaN
    at: NDArray[np.int64] = (row[inside] * grid.columns + column[inside]).astype(np.int64)
    return at
