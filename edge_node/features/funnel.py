"""Funnel: the furthest step that a track reached in the view that saw it.

Steps are nested within one view: who browses there has entered there. Between views nothing is nested,
because nobody is recognised again. Counting only the furthest step makes a track worth one cell; the number
that reached a step at least is the sum from there on.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from edge_node.features.footfall import at_the_door, net_crossing
from edge_node.features.stays import in_order
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.metrics import OUTSIDE, QUEUE
from shared.schemas.layout import STAGES, Stage

CHECKOUT = "checkout"
"""The zone type round a till."""

_NO_BROWSING = frozenset({OUTSIDE, QUEUE, CHECKOUT, "entrance"})


def contribution(journey: Journey, plan: VectorPlan) -> NDArray[np.int64]:
    """Return a 1 in the cell of the furthest stage of the track's view, or zeros when it reached none.

    Shape: (C,), views × their stages.  Units: tracks.  Bound: L2 = 1.
    """
    vector = np.zeros(len(plan.cells), dtype=np.int64)
    view = plan.views.get(journey.track.view)
    if view is None:
        return vector
    reached = [stage for stage in stages_of(journey, plan) if stage in view.stages]
    if reached:
        position = plan.index.get((view.subject, max(reached, key=STAGES.index)))
        if position is not None:
            vector[position] = 1
    return vector


def stages_of(journey: Journey, plan: VectorPlan) -> Iterator[Stage]:
    """Yield what the track did, whatever its view counts; who walks out of the shop passes no window."""
    crossing = net_crossing(at_the_door(journey, plan))
    types = {plan.zone_types.get(visit.zone) for visit in journey.visits}
    if OUTSIDE in types and (crossing is None or crossing.direction == "in"):
        yield "pass_by"
    if crossing is not None and crossing.direction == "in":
        yield "enter"
    stayed = {plan.zone_types.get(visit.zone) for visit in in_order(journey)} - {None}
    if stayed - _NO_BROWSING:
        yield "browse"
    if journey.reaches:
        yield "engage"
    if stayed & {QUEUE, CHECKOUT}:
        yield "checkout"
