"""Intent counts one guess where the longest stay was, and nothing where nobody guessed."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.features.intent import contribution
from edge_node.intent.window import LABELS
from edge_node.observations import Visit
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from shared.metrics import NEXT_ACTIONS
from tests.support.edge_world import journey, site
from tests.support.packs import adopt

BUNDLE = adopt("intent")
PLAN: VectorPlan = plan(tasks(BUNDLE)[TaskId("intent.week.cohort")], site(), BUNDLE.chain.layout)


def counted(*visits: Visit, expected: int | None) -> list[str]:
    vector = contribution(replace(journey(0, 60, visits=visits), next_action=expected), PLAN)
    assert vector.sum() <= 1
    return [PLAN.cells[at].label for at in np.flatnonzero(vector)]


@pytest.mark.parametrize("action", NEXT_ACTIONS)
def test_the_action_expected_is_counted_by_the_type_of_the_longest_stay(action: str) -> None:
    found = counted(Visit("z1", 0, 9), Visit("z3", 20, 15), expected=NEXT_ACTIONS.index(action))

    assert found == [f"chilled:{action}"]


def test_somebody_outside_is_expected_to_do_something_too() -> None:
    assert counted(Visit("z8", 0, 30), expected=0) == ["outside:pass_by"]


def test_a_journey_that_nobody_guessed_about_is_counted_nowhere() -> None:
    assert counted(Visit("z1", 0, 30), expected=None) == []


@pytest.mark.parametrize("visits", [(), (Visit("z1", 0, 4),), (Visit("nowhere", 0, 30),)])
def test_who_stays_nowhere_is_counted_nowhere(visits: tuple[Visit, ...]) -> None:
    assert counted(*visits, expected=1) == []


def test_the_actions_counted_are_those_that_are_guessed() -> None:
    assert NEXT_ACTIONS == LABELS
