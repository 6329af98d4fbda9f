"""Flow counts which zone is stayed in after which."""

import numpy as np
import pytest

from edge_node.features.flow import contribution
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

PLAN = plan(tasks(BUNDLE)[TaskId("flow.week.site")], site(), BUNDLE.chain.layout)


def counted(*zones: str, dwell_s: float = 10.0) -> set[str]:
    visits = [Visit(zone, at * 20.0, dwell_s) for at, zone in enumerate(zones)]
    vector = contribution(journey(0, 60, visits=visits), PLAN)
    assert vector.max(initial=0) <= 1
    return {PLAN.cells[at].label for at in np.flatnonzero(vector)}


def test_a_walk_counts_from_its_zone_to_the_next() -> None:
    assert counted("z1", "z2", "z3") == {"z1:z2", "z2:z3"}


def test_the_way_back_is_another_walk() -> None:
    assert counted("z1", "z2", "z1") == {"z1:z2", "z2:z1"}


def test_a_walk_made_twice_counts_once() -> None:
    assert counted("z1", "z2", "z1", "z2") == {"z1:z2", "z2:z1"}


def test_staying_twice_in_one_zone_is_no_walk() -> None:
    assert counted("z1", "z1") == set()


def test_passing_through_is_no_stay() -> None:
    assert counted("z1", "z2", dwell_s=4.0) == set()


def test_the_street_is_no_part_of_the_shop() -> None:
    assert counted("z1", "z8", "z2") == {"z1:z2"}


@pytest.mark.parametrize("zones", [["z0", "z1", "z2", "z3", "z4", "z5", "z6", "z7"]], ids=["seven walks"])
def test_of_too_many_walks_some_of_the_whole_way_count(zones: list[str]) -> None:
    assert counted(*zones) == {"z1:z2", "z3:z4", "z5:z6"}
