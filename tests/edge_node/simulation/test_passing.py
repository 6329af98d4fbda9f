import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.simulation.grounding import LEVELS, PASSING_M, PASSING_WITHIN_M
from edge_node.simulation.passing import (
    AHEAD_S,
    ROUNDS,
    Floats,
    meetings_of,
    room_made,
    softened,
)

STEP_S = 0.25
T_S = np.arange(0.0, 10.0, STEP_S)
THERE = np.ones((2, len(T_S)), dtype=bool)
WILLING = np.ones((2, len(T_S)))


def _head_on(aside_m: float) -> Floats:
    east = np.stack([T_S - 5.0, np.full_like(T_S, aside_m)], axis=1)
    west = np.stack([5.03 - T_S, np.zeros_like(T_S)], axis=1)
    return np.stack([east, west])


def _walked(ways_m: Floats, yielding: Floats = WILLING) -> Floats:
    meetings = meetings_of(ways_m, THERE, STEP_S)
    for _ in range(ROUNDS):
        ways_m = ways_m + room_made(ways_m, yielding, meetings, STEP_S)
    return ways_m


def _nearest_m(ways_m: Floats) -> float:
    fine_s = np.linspace(T_S[0], T_S[-1], 2000)
    away = ways_m[0] - ways_m[1]
    return float(np.hypot(*(np.interp(fine_s, T_S, away[:, axis]) for axis in (0, 1))).min())


@given(st.floats(-1.4, 1.4))
def test_they_pass_at_the_filmed_quantile_of_the_planned_distance(aside_m: float) -> None:
    walked = _walked(_head_on(aside_m))

    wanted = np.interp(abs(aside_m) / PASSING_WITHIN_M, LEVELS, PASSING_M.values)
    assert _nearest_m(walked) == pytest.approx(max(wanted, abs(aside_m)), abs=0.03)


def test_each_passes_on_the_side_they_were_planned_on() -> None:
    walked = _walked(_head_on(-0.2))

    middle = len(T_S) // 2
    assert walked[0, middle, 1] < -0.2
    assert walked[1, middle, 1] > 0.0


def test_they_begin_in_time_and_come_back() -> None:
    aside = _walked(_head_on(0.1)) - _head_on(0.1)

    far = np.abs(T_S - 5.0) > AHEAD_S + STEP_S
    np.testing.assert_array_equal(aside[:, far], 0.0)
    assert np.abs(np.diff(aside[..., 1])).max() / STEP_S < 0.4


def test_who_stands_firm_is_walked_round() -> None:
    yielding = np.stack([np.ones_like(T_S), np.zeros_like(T_S)])
    ways = _head_on(0.1)
    ways[1] = [0.0, 0.0]

    walked = _walked(ways, yielding)

    np.testing.assert_array_equal(walked[1], ways[1])
    assert _nearest_m(walked) > 0.45


def test_who_stands_firm_right_after_a_meeting_has_come_back_by_then() -> None:
    yielding = WILLING.copy()
    yielding[1, len(T_S) // 2 + 2 :] = 0.0

    walked = _walked(_head_on(0.1), yielding)

    firm = yielding[1] == 0.0
    np.testing.assert_array_equal(walked[1, firm], _head_on(0.1)[1, firm])
    assert _nearest_m(walked) > 0.45


def test_who_walks_side_by_side_is_left_alone() -> None:
    ways = np.stack([_head_on(0.3)[0], _head_on(0.6)[0]])

    assert meetings_of(ways, THERE, STEP_S) == []


def test_nobody_meets_who_is_gone() -> None:
    there = THERE.copy()
    there[1, 15:] = False

    assert meetings_of(_head_on(0.1), there, STEP_S) == []


def test_people_give_way_less_and_less_before_they_stand_firm() -> None:
    yielding = np.ones((1, 20))
    yielding[0, 8:12] = 0.0

    soft = softened(yielding, STEP_S)[0]

    np.testing.assert_allclose(soft[3:9], [1.0, 1.0, 0.75, 0.5, 0.25, 0.0])
    np.testing.assert_allclose(soft, soft[::-1])
