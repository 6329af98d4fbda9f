"""Returns to a section: who left a zone, was elsewhere for a while, and came back to stay."""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import in_order
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan

AWAY_S = 10.0
"""Least time away: a shorter step aside is part of one stay at the shelf."""


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for each zone (or zone type) come back to, the longest returns when there are too many.

    One track is one person on one camera: who comes back past another camera is not known to be the same.
    Shape: (C,).  Units: visitors who came back.  Bound: max_cells entries of 1.
    """
    left_at_s: dict[int, float] = {}
    back_for_s: dict[int, float] = {}
    for visit in in_order(journey):
        position = plan.position(visit.zone, "")
        if position is None:
            continue
        if visit.entered_at_s - left_at_s.get(position, np.inf) >= AWAY_S:
            back_for_s[position] = back_for_s.get(position, 0.0) + visit.dwell_s
        left_at_s[position] = visit.entered_at_s + visit.dwell_s
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    chosen = sorted(back_for_s, key=lambda position: (-back_for_s[position], position))
    vector[chosen[: plan.task.bound.max_cells]] = 1
    return vector
