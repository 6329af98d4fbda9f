"""Footfall counts a track once or not at all."""

import numpy as np

from edge_node.features.footfall import contribution, net_crossing
from edge_node.observations import Crossing
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("footfall.day.site")]
PLAN = plan(TASK, site(), BUNDLE.chain.layout)
WITH_DOOR = plan(TASK, site(), BUNDLE.chain.layout, frozenset({"door"}))
COHORT = plan(TASK.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout, frozenset({"door"}))
DOOR_IN, DOOR_OUT = Crossing("door", 10, "in"), Crossing("door", 50, "out")
AISLE_IN = Crossing("aisle", 20, "in")


def counted(planned: VectorPlan, *crossings: Crossing) -> dict[str, int]:
    vector = contribution(journey(0, 60, crossings=crossings), planned)
    return {planned.cells[at].label: int(vector[at]) for at in np.flatnonzero(vector)}


def test_a_crossing_counts_in_its_line_and_direction() -> None:
    assert counted(PLAN, DOOR_OUT) == {"door:out": 1}


def test_who_comes_in_and_leaves_again_counts_nowhere() -> None:
    assert counted(PLAN, DOOR_IN, Crossing("aisle", 50, "out")) == {}


def test_who_crosses_two_lines_inwards_counts_at_the_first() -> None:
    assert counted(PLAN, AISLE_IN, DOOR_IN) == {"door:in": 1}


def test_who_crosses_two_lines_outwards_counts_at_the_last() -> None:
    assert counted(PLAN, DOOR_OUT, Crossing("aisle", 20, "out")) == {"door:out": 1}


def test_the_entrance_outweighs_lines_inside_the_shop() -> None:
    assert counted(WITH_DOOR, DOOR_IN, Crossing("aisle", 20, "out")) == {"door:in": 1}


def test_a_line_inside_the_shop_counts_who_never_came_near_the_door() -> None:
    assert counted(WITH_DOOR, AISLE_IN) == {"aisle:in": 1}


def test_a_cohort_counts_entrances_only() -> None:
    assert counted(COHORT, DOOR_IN) == {"entrance:in": 1}
    assert counted(COHORT, AISLE_IN) == {}


def test_a_line_that_is_not_in_the_layout_counts_nowhere() -> None:
    assert counted(PLAN, Crossing("old-door", 10, "in")) == {}


def test_no_crossing_has_no_net_direction() -> None:
    assert net_crossing(()) is None
