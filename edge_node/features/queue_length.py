"""Queue length, in its admissible form: the person-seconds that people spend in a queue.

The length of a queue at a moment is joint: it belongs to everybody in it. Its integral over time is not: each
track adds the time it stood there itself. Divided by the seconds measured it is the mean length.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.instants import count_between
from edge_node.features.waits import stays_in_queue
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return the person-seconds in the queue divided by the unit, read at the clock's round instants.

    Shape: (C,), one entry per queue.  Units: unit_size person-seconds.  Bound: one entry, capped by the clip.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    unit_s = plan.task.unit_size
    for visit in stays_in_queue(journey, plan):
        position = plan.position(visit.zone, "")
        if position is not None:
            until_s = visit.entered_at_s + visit.dwell_s
            vector[position] += count_between(visit.entered_at_s, until_s, unit_s)
    return vector
