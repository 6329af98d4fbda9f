"""Shelf interactions count each shelf once, by the longest hand in it."""

import numpy as np

from edge_node.features.shelf import HAND_IN_SHELF_S, act_of, contribution
from edge_node.observations import Reach
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.layout import ShelfLayout
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("shelf.week.site")]
SITE = plan(TASK, site(), BUNDLE.chain.layout)
COHORT = plan(TASK.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout)


def counted(*reaches: Reach, planned: VectorPlan = SITE) -> set[str]:
    vector = contribution(journey(0, 60, reaches=reaches), planned)
    assert vector.max(initial=0) <= 1
    return {planned.cells[at].label for at in np.flatnonzero(vector)}


def test_a_quick_hand_reaches() -> None:
    assert counted(Reach("s0", 1.0, 1.6)) == {"s0:reach"}


def test_a_hand_that_stays_is_in_the_shelf() -> None:
    assert counted(Reach("s0", 1.0, 3.0)) == {"s0:hand_in_shelf"}


def test_the_longest_hand_decides() -> None:
    assert counted(Reach("s0", 1.0, 1.5), Reach("s0", 5.0, 8.0), Reach("s0", 9.0, 9.5)) == {
        "s0:hand_in_shelf"
    }


def test_an_unknown_shelf_counts_nowhere() -> None:
    assert counted(Reach("old", 1.0, 3.0)) == set()


def test_of_too_many_shelves_the_longest_hands_count() -> None:
    more = (*site().shelves, ShelfLayout(name="s3", zone="z2"))
    planned = plan(TASK, site().model_copy(update={"shelves": more}), BUNDLE.chain.layout)

    found = counted(*(Reach(f"s{at}", 10.0 * at, 10.0 * at + 2 + at) for at in range(4)), planned=planned)

    assert found == {f"s{at}:hand_in_shelf" for at in (1, 2, 3)}


def test_a_cohort_counts_by_the_type_of_the_shelfs_zone() -> None:
    assert counted(Reach("s0", 1.0, 3.0), Reach("s2", 5.0, 5.5), planned=COHORT) == {"grocery:hand_in_shelf"}


def test_a_hand_is_in_the_shelf_from_the_threshold_on() -> None:
    assert (act_of(HAND_IN_SHELF_S - 0.01), act_of(HAND_IN_SHELF_S)) == ("reach", "hand_in_shelf")
