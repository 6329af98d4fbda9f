"""Dwell: how long stays in each zone last, counted in classes."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import longest_first
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import DWELL_EDGES_S, dwell_bins

_BINS = dwell_bins()


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for each (zone, class) stayed in, those of the longest stays when there are too many.

    Shape: (C,), zones × classes, classes innermost.  Units: visits.  Bound: max_cells entries of 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    chosen: set[int] = set()
    for visit in longest_first(journey):
        position = plan.position(visit.zone, class_of(visit.dwell_s))
        if position is not None and len(chosen) < plan.task.bound.max_cells:
            chosen.add(position)
    vector[list(chosen)] = 1
    return vector


def class_of(dwell_s: float) -> str:
    """Return the name of the class a stay of at least DWELL_EDGES_S[0] seconds falls in."""
    return _BINS[bisect_right(DWELL_EDGES_S, dwell_s) - 1]
