"""Dwell counts stays by class."""

import numpy as np
import pytest

from edge_node.features.dwell import class_of, contribution
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

PLAN = plan(tasks(BUNDLE)[TaskId("dwell.day.site")], site(), BUNDLE.chain.layout)


def counted(*visits: Visit) -> list[str]:
    vector = contribution(journey(0, 60, visits=visits), PLAN)
    return [PLAN.cells[at].label for at in np.flatnonzero(vector)]


@pytest.mark.parametrize(
    ("dwell_s", "name"),
    [(5, "5-15s"), (14.99, "5-15s"), (15, "15-30s"), (599.9, "300-600s"), (600, "600s+"), (9e3, "600s+")],
)
def test_a_class_begins_at_its_lower_edge(dwell_s: float, name: str) -> None:
    assert class_of(dwell_s) == name


def test_a_stay_counts_in_its_zone_and_class() -> None:
    assert counted(Visit("z1", 0, 20)) == ["z1:15-30s"]


def test_two_stays_of_one_class_in_one_zone_count_once() -> None:
    assert counted(Visit("z1", 0, 20), Visit("z1", 50, 25)) == ["z1:15-30s"]


def test_the_three_longest_stays_count() -> None:
    visits = [Visit(f"z{at}", at, 16.0 * (at + 1)) for at in range(5)]

    assert counted(*visits) == ["z2:30-60s", "z3:60-120s", "z4:60-120s"]


def test_a_passing_by_counts_nowhere() -> None:
    assert counted(Visit("z1", 0, 4.9)) == []
