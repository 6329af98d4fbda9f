"""Groups are counted by their size; taking one person away moves the count by no more than its bound."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.features.groups import TOGETHER_S, count, moment_of, sizes
from edge_node.observations import Crossing
from edge_node.vector_plan import plan
from policies.tasks import tasks
from privacy.sensitivity import obeys
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("groups.week.site")]
PLAN = plan(TASK, site(), BUNDLE.chain.layout, frozenset({"door"}))


def test_who_comes_in_together_is_one_group() -> None:
    assert sizes([0.0, 1.0, 2.1, 60.0, 100.0, 101.0]) == [3, 1, 2]


def test_nobody_is_no_group() -> None:
    assert sizes([]) == []


def test_groups_count_in_the_cell_of_their_size() -> None:
    moments = [0.0, 1.0, 50.0, *(100.0 + at for at in range(6))]

    vector = count(moments, PLAN)

    assert {cell.part: int(n) for cell, n in zip(PLAN.cells, vector, strict=True)} == {
        "1": 1,
        "2": 1,
        "3": 0,
        "4+": 1,
    }


def test_a_group_arrives_by_the_door_inwards() -> None:
    came = journey(0, 60, crossings=[Crossing("door", 10.0, "in")])
    left = journey(0, 60, crossings=[Crossing("door", 10.0, "out")])

    assert (moment_of(came, PLAN), moment_of(left, PLAN), moment_of(journey(0, 60), PLAN)) == (
        10.0,
        None,
        None,
    )


def gaps_to_moments(gaps: tuple[float, ...]) -> list[float]:
    return np.cumsum((0.0, *gaps)).tolist()


def assert_removals_obey(moments: list[float]) -> None:
    whole = count(moments, PLAN)
    for at in range(len(moments)):
        assert obeys(whole - count(moments[:at] + moments[at + 1 :], PLAN), TASK.bound)


@pytest.mark.parametrize("people", range(1, 11))
def test_every_removal_from_every_small_day_obeys_the_bound(people: int) -> None:
    # together, together only without the one between, apart: the three kinds of gap that matter
    for gaps in product((TOGETHER_S / 2, TOGETHER_S, TOGETHER_S * 1.5), repeat=min(people - 1, 8)):
        assert_removals_obey(gaps_to_moments(gaps))


@given(st.lists(st.floats(0.0, 300.0), max_size=40))
def test_every_removal_from_any_day_obeys_the_bound(moments: list[float]) -> None:
    assert_removals_obey(sorted(moments))


def test_the_bound_is_reached() -> None:
    # a group of three falls into two of one when its middle goes
    moments = [0.0, 0.75 * TOGETHER_S, 1.5 * TOGETHER_S]

    change = count(moments, PLAN) - count([moments[0], moments[2]], PLAN)

    assert int(change @ change) == TASK.bound.l2_squared
