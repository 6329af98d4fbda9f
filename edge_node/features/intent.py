"""Intent: what somebody was expected to do next, told where they stayed longest.

The guess is a model's (edge_node/intent), made once for each track and kept nowhere; a journey without one
is counted nowhere. Nobody guesses about who wears a staff badge (EU AI Act Art. 5(1)(f)).
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.features.stays import longest_told
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import NEXT_ACTIONS


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 for the action expected, in the zone of the longest stay, or zeros.

    Shape: (C,), zone types × actions.  Units: visitors.  Bound: L2 = 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    stay = longest_told(journey, plan, NEXT_ACTIONS[0])
    if stay is None or journey.next_action is None:
        return vector
    vector[plan.index[plan.subjects[stay.zone], NEXT_ACTIONS[journey.next_action]]] = 1
    return vector
