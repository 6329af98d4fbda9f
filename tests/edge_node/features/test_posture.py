"""Posture tells one level of movement and one of openness, and nothing of who was hardly read."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.features.posture import contribution, usual_level
from edge_node.intent.posture import POSTURE
from edge_node.observations import Visit
from edge_node.vector_plan import VectorPlan, plan
from policies.tasks import tasks
from shared.ids import TaskId
from shared.metrics import MOVEMENT_ENERGY, OPENNESS
from tests.support.edge_world import journey, site
from tests.support.packs import adopt

BUNDLE = adopt("posture")
PLAN: VectorPlan = plan(tasks(BUNDLE)[TaskId("posture.week.cohort")], site(), BUNDLE.chain.layout)
AN_HOUR_S = 3600


def counted(*visits: Visit, levels: list[tuple[int, int]] | None = None) -> set[str]:
    """Return the cells that somebody adds to who was read at one level a second."""
    body = journey(0, AN_HOUR_S, visits=visits)
    posture = None
    if levels is not None:
        posture = np.full((len(body.track.t_s), 2), -1, dtype=np.int8)
        seconds = np.arange(len(levels))
        posture[np.searchsorted(body.track.t_s, seconds)] = levels
    vector = contribution(replace(body, track=replace(body.track, posture=posture)), PLAN)
    assert vector.max(initial=0) <= 1
    return {PLAN.cells[at].label for at in np.flatnonzero(vector)}


def test_the_usual_level_of_each_is_counted_where_the_stay_was() -> None:
    levels = [(0, 3), (2, 3), (2, 1), (2, 3), (3, 0)]

    assert counted(Visit("z2", 0, 10), levels=levels) == {"grocery:energy_3", "grocery:openness_4"}


def test_only_the_longest_stay_is_told() -> None:
    levels = [(0, 0)] * 10 + [(3, 3)] * 20

    found = counted(Visit("z1", 0, 9), Visit("z3", 10, 15), levels=levels)

    assert found == {"chilled:energy_4", "chilled:openness_4"}


def test_what_was_read_outside_the_stay_does_not_count() -> None:
    levels = [(3, 3)] * 10 + [(0, 0)] * 10

    assert counted(Visit("z1", 10, 9), levels=levels) == {"promotion:energy_1", "promotion:openness_1"}


def test_two_zones_of_one_type_are_one_cell() -> None:
    levels = [(1, 1)] * 30

    assert counted(Visit("z6", 0, 20), levels=levels) == counted(Visit("z2", 0, 20), levels=levels)


def test_one_may_be_told_without_the_other() -> None:
    assert counted(Visit("z1", 0, 10), levels=[(-1, 2)] * 5) == {"promotion:openness_3"}


@pytest.mark.parametrize(
    ("visits", "levels"),
    [
        ((), [(1, 1)] * 9),
        ((Visit("z1", 0, 4),), [(1, 1)] * 9),
        ((Visit("z8", 0, 30),), [(1, 1)] * 9),
        ((Visit("nowhere", 0, 30),), [(1, 1)] * 9),
        ((Visit("z1", 0, 30),), [(1, 1)] * 2),
        ((Visit("z1", 0, 30),), None),
    ],
    ids=["no stay", "passing by", "outside", "a zone unknown", "hardly read", "no body"],
)
def test_who_cannot_be_told_adds_nothing(
    visits: tuple[Visit, ...], levels: list[tuple[int, int]] | None
) -> None:
    assert counted(*visits, levels=levels) == set()


def test_outside_is_passed_over_for_the_longest_stay_inside() -> None:
    assert counted(Visit("z8", 100, 99), Visit("z1", 0, 9), levels=[(0, 0)] * 9) == {
        "promotion:energy_1",
        "promotion:openness_1",
    }


def test_of_two_middle_levels_the_lower_is_usual() -> None:
    assert usual_level(np.array([-1, 3, 0, 1, 2], dtype=np.int8)) == 1


def test_there_is_a_cell_for_every_level_that_is_read() -> None:
    assert [len(level.edges) + 1 for level in POSTURE] == [len(MOVEMENT_ENERGY), len(OPENNESS)]
