"""A journey's measurement: its contribution to one task, clipped to the bound that the noise is made for."""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.catalog import CATALOG
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from privacy.sensitivity import clip


def measure(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return what the journey adds to the task's sum.

    Shape: (C,).  Bound: the task's max_cells, max_per_cell and l2_squared, whatever the metric returned.
    """
    return clip(CATALOG[plan.task.metric](journey, plan), plan.task.bound)
