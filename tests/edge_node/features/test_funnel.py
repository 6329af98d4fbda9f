"""The funnel counts the furthest step a track reached in its view, once."""

from collections.abc import Sequence

import numpy as np
import pytest

from edge_node.features.funnel import contribution
from edge_node.observations import Crossing, Reach, Visit
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("funnel.day.site")]
DOORS = frozenset({"door"})
SITE = plan(TASK, site(), BUNDLE.chain.layout, DOORS)
COHORT = plan(TASK.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout, DOORS)

STREET, BROWSING, QUEUEING, TILL = (
    Visit("z8", 0, 2),
    Visit("z1", 20, 9),
    Visit("z7", 60, 9),
    Visit("z5", 70, 9),
)
IN, OUT = Crossing("door", 10, "in"), Crossing("door", 10, "out")
REACH = Reach("s0", 30, 32)


def furthest(
    view: str,
    *visits: Visit,
    crossings: Sequence[Crossing] = (),
    reaches: Sequence[Reach] = (),
    planned: VectorPlan = SITE,
) -> list[str]:
    person = journey(0, 60, visits=visits, crossings=crossings, reaches=reaches, view=view)
    vector = contribution(person, planned)
    assert vector.sum() <= 1
    return [planned.cells[at].label for at in np.flatnonzero(vector)]


def test_who_walks_along_the_street_passes_by() -> None:
    assert furthest("door", STREET) == ["door:pass_by"]


def test_who_comes_in_has_entered() -> None:
    assert furthest("door", STREET, crossings=[IN]) == ["door:enter"]


def test_who_leaves_the_shop_passes_no_window() -> None:
    assert furthest("door", STREET, crossings=[OUT]) == []


def test_a_view_counts_only_what_it_can_tell() -> None:
    assert furthest("door", STREET, BROWSING, crossings=[IN]) == ["door:enter"]
    assert furthest("hall", BROWSING, crossings=[IN]) == ["hall:browse"]


def test_a_view_the_funnel_does_not_name_counts_nothing() -> None:
    assert furthest("yard", STREET, BROWSING, crossings=[IN]) == []


def test_a_hand_in_a_shelf_engages() -> None:
    assert furthest("hall", BROWSING, reaches=[REACH]) == ["hall:engage"]


@pytest.mark.parametrize("last", [QUEUEING, TILL], ids=["in the queue", "at the till"])
def test_checkout_is_the_furthest_step(last: Visit) -> None:
    assert furthest("hall", BROWSING, last, reaches=[REACH]) == ["hall:checkout"]


def test_a_short_stop_is_no_browsing() -> None:
    assert furthest("hall", Visit("z1", 20, 4)) == []


def test_standing_in_the_entrance_is_no_browsing() -> None:
    assert furthest("hall", Visit("z0", 20, 60)) == []


def test_a_cohort_has_one_funnel() -> None:
    assert furthest("door", STREET, planned=COHORT) == ["all:pass_by"]
    assert furthest("hall", BROWSING, planned=COHORT) == ["all:browse"]
