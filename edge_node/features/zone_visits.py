"""Zone visits: which zones a person stayed in for at least five seconds, each counted once."""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import longest_first
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for each zone (or zone type) stayed in, those of the longest stays when there are too many.

    Shape: (C,).  Units: visits.  Bound: max_cells entries of 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    chosen: set[int] = set()
    for visit in longest_first(journey):
        position = plan.position(visit.zone, "")
        if position is not None and len(chosen) < plan.task.bound.max_cells:
            chosen.add(position)
    vector[list(chosen)] = 1
    return vector
