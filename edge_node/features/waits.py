"""The queue a track stood in: the one it waited in longest, and its stays there."""

from collections import defaultdict

from edge_node.features.stays import in_order
from edge_node.observations import Journey, Visit
from edge_node.vector_plan import VectorPlan
from shared.metrics import QUEUE


def stays_in_queue(journey: Journey, plan: VectorPlan) -> tuple[Visit, ...]:
    """Return the stays in the queue zone the track spent most time in; none when it never queued."""
    by_zone: dict[str, list[Visit]] = defaultdict(list)
    for visit in in_order(journey):
        if plan.zone_types.get(visit.zone) == QUEUE:
            by_zone[visit.zone].append(visit)
    if not by_zone:
        return ()
    longest = max(by_zone, key=lambda zone: (sum(visit.dwell_s for visit in by_zone[zone]), zone))
    return tuple(by_zone[longest])
