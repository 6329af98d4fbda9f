"""Of several queues, the one stood in longest counts."""

from edge_node.features.waits import stays_in_queue
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.layout import ZoneLayout
from tests.support.edge_world import BUNDLE, journey, site

SECOND = ZoneLayout(name="q2", zone_type="queue", polygon_xy_m=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)))
TWO_QUEUES = site().model_copy(update={"zones": (*site().zones, SECOND)})
PLAN = plan(tasks(BUNDLE)[TaskId("queue_wait.day.site")], TWO_QUEUES, BUNDLE.chain.layout)


def test_only_queues_are_queued_in() -> None:
    assert stays_in_queue(journey(0, 60, visits=[Visit("z1", 0, 50)]), PLAN) == ()


def test_stays_in_the_longest_queue_come_in_order() -> None:
    first, short, second = Visit("q2", 0, 10), Visit("z7", 20, 15), Visit("q2", 50, 8)

    assert stays_in_queue(journey(0, 60, visits=[second, short, first]), PLAN) == (first, second)


def test_who_only_passes_a_queue_does_not_queue() -> None:
    assert stays_in_queue(journey(0, 60, visits=[Visit("z7", 0, 4.9)]), PLAN) == ()
