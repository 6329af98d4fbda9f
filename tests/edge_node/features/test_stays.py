"""Which stays count, and in which order."""

from edge_node.features.stays import in_order, longest_first, longest_told
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site


def test_a_stay_under_five_seconds_is_a_passing_by() -> None:
    seen = journey(0, 60, visits=[Visit("z0", 0, 4.99), Visit("z1", 10, 5.0)])

    assert [visit.zone for visit in longest_first(seen)] == ["z1"]


def test_the_longest_stay_comes_first() -> None:
    seen = journey(0, 60, visits=[Visit("z0", 0, 6), Visit("z1", 10, 30), Visit("z2", 50, 9)])

    assert [visit.zone for visit in longest_first(seen)] == ["z1", "z2", "z0"]


def test_of_two_equal_stays_the_earlier_comes_first() -> None:
    seen = journey(0, 60, visits=[Visit("z0", 30, 6), Visit("z1", 10, 6)])

    assert [visit.zone for visit in longest_first(seen)] == ["z1", "z0"]


def test_stays_come_in_order_of_entering() -> None:
    seen = journey(0, 60, visits=[Visit("z0", 30, 60), Visit("z1", 10, 6), Visit("z2", 5, 2)])

    assert [visit.zone for visit in in_order(seen)] == ["z1", "z0"]


def test_the_longest_stay_that_has_a_cell_is_told() -> None:
    planned = plan(tasks(BUNDLE)[TaskId("zone_visits.day.cohort")], site(), BUNDLE.chain.layout)
    seen = journey(0, 90, visits=[Visit("z8", 0, 60), Visit("z7", 60, 6), Visit("z7", 70, 9)])

    assert longest_told(seen, planned, "") == Visit("z7", 70, 9)
    assert longest_told(journey(0, 90, visits=[Visit("z8", 0, 60)]), planned, "") is None
