"""Shelf interactions: which shelves a person reached into, and in which the hand stayed."""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import SHELF_ACTS

HAND_IN_SHELF_S = 1.0
"""A hand that stays at least this long is in the shelf; a shorter one reached and came back.
The middle half of the hands in a real shelf lab stayed 0.9–2.6 s (tests/benchmarks/ground_simulation.py)."""


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 per shelf reached into, in the cell of its longest reach; the longest of too many.

    Shape: (C,), shelves (zone types in the cohort lane) × acts.  Units: visitors.  Bound: max_cells ones.
    """
    longest_s: dict[str, float] = {}
    for reach in journey.reaches:
        subject = plan.shelves.get(reach.shelf)
        if subject is not None:
            longest_s[subject] = max(longest_s.get(subject, 0.0), reach.length_s)
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    chosen = sorted(longest_s, key=lambda subject: (-longest_s[subject], subject))
    for subject in chosen[: plan.task.bound.max_cells]:
        position = plan.index.get((subject, act_of(longest_s[subject])))
        if position is not None:
            vector[position] = 1
    return vector


def act_of(length_s: float) -> str:
    """Return what a hand that was in the shelf for so long did there."""
    reach, hand_in_shelf = SHELF_ACTS
    return hand_in_shelf if length_s >= HAND_IN_SHELF_S else reach
