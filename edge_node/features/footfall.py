"""Footfall: at most one net crossing per track, over all lines together.

Where the site names its entrance, a track that crossed an entrance line is counted there and nowhere else;
lines inside the shop count the tracks that never came near the door.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Crossing, Journey
from edge_node.vector_plan import VectorPlan
from shared.schemas.layout import ChainLayout


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return one 1 in the cell of the track's net crossing, or zeros when it came and went as often.

    Shape: (C,).  Units: crossings.  Bound: L2 = 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    crossing = net_crossing(at_the_door(journey, plan))
    if crossing is not None:
        subject = "entrance" if isinstance(plan.layout, ChainLayout) else crossing.line
        position = plan.index.get((subject, crossing.direction))
        if position is not None:
            vector[position] = 1
    return vector


def net_crossing(crossings: tuple[Crossing, ...]) -> Crossing | None:
    """Return the crossing that stands for all: the first one in, or the last one out; None for no net way.

    Who comes in passes the outermost line first, who leaves passes it last.
    """
    balance = sum(1 if crossing.direction == "in" else -1 for crossing in crossings)
    if balance == 0:
        return None
    if balance > 0:
        return min((c for c in crossings if c.direction == "in"), key=lambda crossing: crossing.at_s)
    return max((c for c in crossings if c.direction == "out"), key=lambda crossing: crossing.at_s)


def at_the_door(journey: Journey, plan: VectorPlan) -> tuple[Crossing, ...]:
    """Return the crossings that footfall is about: those of the entrance where there are any."""
    known = {line.name for line in plan.site.lines}
    crossings = tuple(crossing for crossing in journey.crossings if crossing.line in known)
    entrance = tuple(crossing for crossing in crossings if crossing.line in plan.entrance)
    if entrance or (plan.entrance and isinstance(plan.layout, ChainLayout)):
        return entrance
    return crossings
