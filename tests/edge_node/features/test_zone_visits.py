"""Zone visits count each zone once."""

import numpy as np

from edge_node.features.zone_visits import contribution
from edge_node.observations import Visit
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("zone_visits.day.cohort")]
COHORT = plan(TASK, site(), BUNDLE.chain.layout)
SITE = plan(TASK.model_copy(update={"lane": "site"}), site(), BUNDLE.chain.layout)


def counted(planned: VectorPlan, *visits: Visit) -> set[str]:
    vector = contribution(journey(0, 60, visits=visits), planned)
    assert vector.max(initial=0) <= 1
    return {planned.cells[at].label for at in np.flatnonzero(vector)}


def test_two_stays_in_one_zone_are_one_visit() -> None:
    assert counted(SITE, Visit("z1", 0, 8), Visit("z1", 30, 9)) == {"z1"}


def test_two_zones_of_one_type_are_one_visit_in_a_cohort() -> None:
    assert counted(COHORT, Visit("z2", 0, 8), Visit("z6", 30, 9)) == {"grocery"}


def test_a_passing_by_is_no_visit() -> None:
    assert counted(SITE, Visit("z1", 0, 4)) == set()


def test_of_too_many_zones_the_longest_stays_count() -> None:
    visits = [Visit(f"z{at}", at * 10, 10 + at) for at in range(6)]

    assert counted(SITE, *visits) == {"z2", "z3", "z4", "z5"}


def test_an_unknown_zone_takes_no_place() -> None:
    visits = [Visit("nowhere", 0, 99), *(Visit(f"z{at}", at * 10, 10) for at in range(4))]

    assert counted(SITE, *visits) == {"z0", "z1", "z2", "z3"}
