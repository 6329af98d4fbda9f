"""Flow: from which part of the shop to which other one people walk."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import in_order
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import OUTSIDE


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for each pair of zones stayed in one after the other; many are thinned evenly along the way.

    Shape: (C,), zone left × zone reached.  Units: walks.  Bound: max_cells entries of 1.
    """
    zones = [visit.zone for visit in in_order(journey) if plan.zone_types.get(visit.zone) != OUTSIDE]
    walks = (plan.index.get(walk) for walk in pairwise(zones))
    found = list(dict.fromkeys(position for position in walks if position is not None))
    keep = min(len(found), plan.task.bound.max_cells)
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    vector[[found[(2 * at + 1) * len(found) // (2 * keep)] for at in range(keep)]] = 1
    return vector
