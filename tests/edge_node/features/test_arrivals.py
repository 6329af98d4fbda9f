"""Arrivals wait until nobody can join their group any more."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge_node.features.arrivals import Arrivals
from edge_node.features.groups import TOGETHER_S, sizes


def held(*moments_s: float) -> Arrivals:
    arrivals = Arrivals()
    for at_s in moments_s:
        arrivals.add(at_s)
    return arrivals


def test_a_group_is_settled_once_nobody_can_join_it() -> None:
    assert held(10.0, 11.0, 50.0).settle(20.0) == [10.0, 11.0]


def test_a_group_that_somebody_may_still_join_waits() -> None:
    arrivals = held(10.0, 11.0)

    assert arrivals.settle(11.0 + TOGETHER_S) == []
    assert arrivals.settle(11.0 + TOGETHER_S + 0.1) == [10.0, 11.0]


def test_at_the_end_everything_is_settled() -> None:
    assert held(10.0, 11.0, 50.0).settle(np.inf) == [10.0, 11.0, 50.0]


def test_who_is_told_after_the_count_is_dropped() -> None:
    arrivals = held(10.0)
    arrivals.settle(20.0)

    assert not arrivals.add(19.0)
    assert arrivals.add(20.0)


def test_arrivals_told_out_of_order_are_sorted() -> None:
    assert held(50.0, 10.0, 30.0).settle(np.inf) == [10.0, 30.0, 50.0]


@given(st.lists(st.floats(0.0, 100.0), max_size=30), st.lists(st.floats(0.0, 120.0), max_size=5))
def test_settling_in_steps_makes_the_groups_of_the_whole(moments: list[float], steps: list[float]) -> None:
    whole, arrivals = sorted(moments), held(*moments)

    found = [size for until in (*sorted(steps), np.inf) for size in sizes(arrivals.settle(until))]

    assert found == sizes(whole)
