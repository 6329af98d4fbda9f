"""The stays of a journey that count: long enough to be no passing-by."""

from collections.abc import Iterator

from edge_node.observations import Journey, Visit
from edge_node.vector_plan import VectorPlan
from shared.metrics import DWELL_EDGES_S

MINIMUM_STAY_S = DWELL_EDGES_S[0]
"""A shorter stay in a zone is a passing-by. Source: shared/metrics.py."""


def longest_first(journey: Journey) -> Iterator[Visit]:
    """Yield the stays of at least MINIMUM_STAY_S, the longest first, so that a bound keeps these."""
    return iter(sorted(in_order(journey), key=lambda visit: (-visit.dwell_s, visit.entered_at_s)))


def longest_told(journey: Journey, plan: VectorPlan, part: str) -> Visit | None:
    """Return the longest stay in a zone whose cells have the part, or None."""
    return next((v for v in longest_first(journey) if plan.position(v.zone, part) is not None), None)


def in_order(journey: Journey) -> Iterator[Visit]:
    """Yield the stays of at least MINIMUM_STAY_S in the order of entering."""
    counted = (visit for visit in journey.visits if visit.dwell_s >= MINIMUM_STAY_S)
    return iter(sorted(counted, key=lambda visit: visit.entered_at_s))
