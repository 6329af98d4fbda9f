"""Occupancy: the time people spend on the floor, whoever they are and wherever they stand."""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.instants import count_of
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return the person-seconds of the track divided by the unit, read at the clock's round instants.

    Shape: (1,).  Units: unit_size person-seconds.  Bound: T_max / unit_size before clipping.
    """
    return np.array([count_of(journey.track, plan.task.unit_size)], dtype=np.int64)
