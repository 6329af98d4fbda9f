"""The stays of a journey that count: long enough to be no passing-by."""

from collections.abc import Iterator

from edge_node.observations import Journey, Visit
from shared.metrics import DWELL_EDGES_S

MINIMUM_STAY_S = DWELL_EDGES_S[0]
"""A shorter stay in a zone is a passing-by. Source: shared/metrics.py."""


def longest_first(journey: Journey) -> Iterator[Visit]:
    """Yield the stays of at least MINIMUM_STAY_S, the longest first, so that a bound keeps these."""
    return iter(sorted(in_order(journey), key=lambda visit: (-visit.dwell_s, visit.entered_at_s)))


def in_order(journey: Journey) -> Iterator[Visit]:
    """Yield the stays of at least MINIMUM_STAY_S in the order of entering."""
    counted = (visit for visit in journey.visits if visit.dwell_s >= MINIMUM_STAY_S)
    return iter(sorted(counted, key=lambda visit: visit.entered_at_s))
