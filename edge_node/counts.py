"""What the shipped metrics would add up to on one site: as bounded as they are measured, but exact.

For replays and tests, where nothing leaves the machine; what leaves a store goes through edge_node.measurer.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from edge_node.features import groups
from edge_node.features.catalog import JOINT
from edge_node.features.measurement import measure
from edge_node.hand_sight import as_measured
from edge_node.observations import Journey
from edge_node.site import Site
from edge_node.vector_plan import VectorPlan, plans
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.schemas.task import MetricName


@dataclass(slots=True)
class Counts:
    """Exact sums by metric; metrics that the site has no cell for are left out."""

    plans: dict[MetricName, VectorPlan]
    _sums: dict[MetricName, NDArray[np.int64]] = field(init=False, repr=False)
    _moments_s: list[float] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._sums = {name: np.zeros(len(plan.cells), dtype=np.int64) for name, plan in self.plans.items()}

    @classmethod
    def of(cls, site: Site) -> "Counts":
        """Return counts for the site under the shipped policy; none where positions are pixels."""
        if not site.is_in_metres or len(site.floor_polygon_xy) < 3:
            return cls({})
        bundle = load_bundle()
        layout = as_measured(site).layout()
        made = plans(tasks(bundle).values(), layout, bundle.chain.layout, site.entrance)
        return cls({plan.task.metric: plan for plan in made})

    def add(self, journey: Journey) -> None:
        """Add one ended track."""
        for name, plan in self.plans.items():
            if name in JOINT:
                at_s = groups.moment_of(journey, plan)
                self._moments_s += [] if at_s is None else [at_s]
            else:
                self._sums[name] += measure(journey, plan)

    def by_metric(self) -> dict[MetricName, dict[str, int]]:
        """Return each metric's cells that are not zero, by label, in the units of its task."""
        return {name: self._nonzero(name, plan) for name, plan in self.plans.items()}

    def _nonzero(self, name: MetricName, plan: VectorPlan) -> dict[str, int]:
        vector = groups.count(sorted(self._moments_s), plan) if name in JOINT else self._sums[name]
        return {cell.label: int(n) for cell, n in zip(plan.cells, vector, strict=True) if n}
