"""Queue wait: how long people wait, counted in classes when the wait is over.

A wait that T_max or the camera's edge cuts short is counted as long as it was seen.
"""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from edge_node.features.waits import stays_in_queue
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import WAIT_EDGES_S, wait_classes

_CLASSES = wait_classes()


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 in the class of the track's longest wait, or zeros when it waited nowhere.

    Shape: (C,), queues × classes, classes innermost.  Units: waits.  Bound: L2 = 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    stays = stays_in_queue(journey, plan)
    if stays:
        longest = max(stays, key=lambda visit: visit.dwell_s)
        position = plan.position(longest.zone, class_of(longest.dwell_s))
        if position is not None:
            vector[position] = 1
    return vector


def class_of(wait_s: float) -> str:
    """Return the name of the class a wait of at least WAIT_EDGES_S[0] seconds falls in."""
    return _CLASSES[bisect_right(WAIT_EDGES_S, wait_s) - 1]
