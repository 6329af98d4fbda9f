"""Occupancy: the time people spend in the shop, whoever they are and wherever they stand."""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.instants import count_between, count_of
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import OUTSIDE


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return the person-seconds of the track divided by the unit, read at the clock's round instants.

    The time in front of the entrance, in zones of the type ``outside``, is not time in the shop.
    Shape: (1,).  Units: unit_size person-seconds.  Bound: T_max / unit_size before clipping.
    """
    unit_s = plan.task.unit_size
    outside = [visit for visit in journey.visits if plan.zone_types.get(visit.zone) == OUTSIDE]
    away = sum(
        count_between(visit.entered_at_s, visit.entered_at_s + visit.dwell_s, unit_s) for visit in outside
    )
    return np.array([max(count_of(journey.track, unit_s) - away, 0)], dtype=np.int64)
