"""Returns count who left a zone, was elsewhere, and came back."""

import numpy as np

from edge_node.features.returns import AWAY_S, contribution
from edge_node.observations import Visit
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("returns.week.site")]
SITE = plan(TASK, site(), BUNDLE.chain.layout)
COHORT = plan(TASK.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout)


def counted(planned: VectorPlan, *visits: Visit) -> set[str]:
    vector = contribution(journey(0, 60, visits=visits), planned)
    assert vector.max(initial=0) <= 1
    return {planned.cells[at].label for at in np.flatnonzero(vector)}


def test_who_stays_once_does_not_return() -> None:
    assert counted(SITE, Visit("z1", 0, 60), Visit("z2", 70, 20)) == set()


def test_who_leaves_and_comes_back_returns_once() -> None:
    assert counted(SITE, Visit("z1", 0, 8), Visit("z1", 60, 9), Visit("z1", 120, 9)) == {"z1"}


def test_a_step_aside_is_no_return() -> None:
    assert counted(SITE, Visit("z1", 0, 8), Visit("z1", 8 + AWAY_S - 0.1, 9)) == set()
    assert counted(SITE, Visit("z1", 0, 8), Visit("z1", 8 + AWAY_S, 9)) == {"z1"}


def test_walking_through_again_is_no_return() -> None:
    assert counted(SITE, Visit("z1", 0, 8), Visit("z1", 60, 4)) == set()


def test_in_a_cohort_one_returns_to_a_type_of_zone() -> None:
    assert counted(COHORT, Visit("z2", 0, 8), Visit("z6", 60, 9)) == {"grocery"}


def test_of_too_many_the_longest_returns_count() -> None:
    visits = [Visit(f"z{zone}", start + 100 * zone, 10 + zone) for zone in (1, 2, 3) for start in (0, 30)]

    assert counted(SITE, *visits) == {"z2", "z3"}


def test_nobody_returns_to_the_street() -> None:
    assert counted(SITE, Visit("z8", 0, 8), Visit("z8", 60, 9)) == set()
