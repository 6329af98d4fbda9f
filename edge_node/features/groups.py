"""Groups: how many people come through the door together, a joint count whose bound is proved.

Who comes in within TOGETHER_S of the one before belongs to the same group; a group of n counts one in the
cell of its size. Taking one person away changes only the groups it stood between: a group of n becomes one of
n − 1, or falls into two of a and b with a + b = n − 1; nobody else can join, because a gap only grows. The
squared L2 distance is at most 5, when a group of three falls into two of one (−1 and +2).
Time alone decides: a rule with distance would let the leaving of one person join two groups and cost 10.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edge_node.features.footfall import at_the_door, net_crossing
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import GROUP_SIZES

TOGETHER_S = 1.2
"""Longest time between two people of one group at the door. Of people watched on two streets 95 % followed
their companion within 0.9 s; strangers come this close in 1 of 100 arrivals at 30 an hour and 1 of 10 at 300,
and are then counted as one group (tests/benchmarks/groups.py)."""

SUBJECT = "entrance"
"""What the cells are about, in both lanes."""


def moment_of(journey: Journey, plan: VectorPlan) -> float | None:
    """Return when the track came in, Unix seconds; None when it did not, or left again."""
    crossing = net_crossing(at_the_door(journey, plan))
    return crossing.at_s if crossing is not None and crossing.direction == "in" else None


def sizes(moments_s: Sequence[float]) -> list[int]:
    """Return the sizes of the groups in the sorted moments, in order."""
    gaps = np.diff(np.asarray(moments_s, dtype=np.float64)) > TOGETHER_S
    edges = np.concatenate(([-1], np.flatnonzero(gaps), [len(moments_s) - 1]))
    return [int(size) for size in np.diff(edges) if size > 0]


def count(moments_s: Sequence[float], plan: VectorPlan) -> NDArray[np.int64]:
    """Return how many groups of each size the sorted moments make.

    Shape: (C,), GROUP_SIZES.  Units: groups.  Bound: one moment less changes it by L2² ≤ 5.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    for size in sizes(moments_s):
        vector[plan.index[SUBJECT, GROUP_SIZES[min(size, len(GROUP_SIZES)) - 1]]] += 1
    return vector
