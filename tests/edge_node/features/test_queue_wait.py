"""A wait counts once, in its class."""

import numpy as np
import pytest

from edge_node.features.queue_wait import class_of, contribution
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from shared.metrics import WAIT_EDGES_S, wait_classes
from tests.support.edge_world import BUNDLE, journey, site

PLAN = plan(tasks(BUNDLE)[TaskId("queue_wait.day.site")], site(), BUNDLE.chain.layout)


def counted(*visits: Visit) -> list[str]:
    vector = contribution(journey(0, 60, visits=visits), PLAN)
    return [PLAN.cells[at].label for at in np.flatnonzero(vector) for _ in range(vector[at])]


def test_a_wait_counts_in_its_class() -> None:
    assert counted(Visit("z7", 0, 45)) == ["z7:30-60s"]


def test_of_several_waits_the_longest_counts() -> None:
    assert counted(Visit("z7", 0, 10), Visit("z7", 100, 70), Visit("z7", 200, 20)) == ["z7:60-120s"]


def test_who_does_not_queue_does_not_wait() -> None:
    assert counted(Visit("z1", 0, 45)) == []


@pytest.mark.parametrize(
    ("edge", "name"), list(zip(WAIT_EDGES_S, wait_classes(), strict=True)), ids=wait_classes()
)
def test_a_class_begins_at_its_edge(edge: int, name: str) -> None:
    assert class_of(edge) == name
