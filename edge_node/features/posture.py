"""Posture: how much the arms moved and how far they were held away, where somebody stayed longest.

A person's usual level of each, and no course over time. Who wears a staff badge is not read at all
(edge_node/measurer.py; EU AI Act Art. 5(1)(f)).
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import longest_told
from edge_node.observations import Journey, Visit
from edge_node.vector_plan import VectorPlan
from shared.metrics import MOVEMENT_ENERGY, OPENNESS

LEAST_MOMENTS = 3
"""Moments that must have been read in the stay before anything is said of it."""


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for the level of movement and a 1 for that of openness, in the zone of the longest stay.

    Shape: (C,), zone types × the levels of both.  Units: visitors.  Bound: two entries of 1, L2² = 2.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    stay = longest_told(journey, plan, OPENNESS[0])
    if stay is None or journey.track.posture is None:
        return vector
    read = journey.track.posture[_during(journey.track.t_s, stay)]
    for parts, levels in zip((MOVEMENT_ENERGY, OPENNESS), read.T, strict=True):
        level = usual_level(levels)
        if level is not None:
            vector[plan.index[plan.subjects[stay.zone], parts[level]]] = 1
    return vector


def usual_level(levels: NDArray[np.int8]) -> int | None:
    """Return the lower median of the levels that were read, None when they are fewer than LEAST_MOMENTS."""
    read = np.sort(levels[levels >= 0])
    return int(read[(len(read) - 1) // 2]) if len(read) >= LEAST_MOMENTS else None


def _during(t_s: NDArray[np.float64], stay: Visit) -> NDArray[np.bool_]:
    return np.asarray((t_s >= stay.entered_at_s) & (t_s <= stay.entered_at_s + stay.dwell_s))
