"""Which function measures which metric; a new metric is one file and one line here."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from edge_node.features import (
    dwell,
    flow,
    footfall,
    funnel,
    heatmap,
    intent,
    occupancy,
    posture,
    queue_length,
    queue_wait,
    returns,
    shelf,
    zone_visits,
)
from edge_node.observations import Journey
from edge_node.vector_plan import VectorPlan
from shared.schemas.task import MetricName

Contribution = Callable[[Journey, VectorPlan], NDArray[np.int64]]
"""One journey in, its vector out: int64 (C,) in the metric's units, before clipping."""

CATALOG: dict[MetricName, Contribution] = {
    "footfall": footfall.contribution,
    "occupancy": occupancy.contribution,
    "zone_visits": zone_visits.contribution,
    "dwell": dwell.contribution,
    "heatmap": heatmap.contribution,
    "returns": returns.contribution,
    "queue_length": queue_length.contribution,
    "queue_wait": queue_wait.contribution,
    "flow": flow.contribution,
    "funnel": funnel.contribution,
    "shelf": shelf.contribution,
    "posture": posture.contribution,
    "intent": intent.contribution,
}
"""Every metric that is a sum over tracks."""

JOINT: frozenset[MetricName] = frozenset({"groups"})
"""Metrics that are counted over several tracks together (groups.py), in a form whose bound is proved."""
