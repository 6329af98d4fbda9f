import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from edge_node.intent.levels import JOINTS, LEVELS, UNREAD, WAY, body_levels, levels_of, way_levels

EXCHANGED = [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
STANDING = np.array(
    [
        (-0.2, 1.4, 0.0), (0.2, 1.4, 0.0), (-0.25, 1.1, 0.0), (0.25, 1.1, 0.0), (-0.25, 0.85, 0.0),
        (0.25, 0.85, 0.0), (-0.12, 0.9, 0.0), (0.12, 0.9, 0.0), (-0.12, 0.5, 0.0), (0.12, 0.5, 0.0),
        (-0.12, 0.1, 0.0), (0.12, 0.1, 0.0),
    ]
)  # fmt: skip
T_S = np.arange(5) * 0.2
STILL = np.zeros((5, 2))


def level(name: str, joints: NDArray[np.float64], floor_xy_m: NDArray[np.float64] = STILL) -> list[int]:
    column = [each.name.split(",")[0] for each in LEVELS].index(name)
    moving = np.broadcast_to(joints, (5, JOINTS, joints.shape[-1]))
    found: list[int] = levels_of(T_S, moving, floor_xy_m)[:, column].tolist()
    return found


BODIES = arrays.arrays(np.float64, (5, JOINTS, 3), elements=st.floats(-2, 2, width=16))


@given(BODIES, st.floats(0.5, 3.0))
def test_size_is_not_in_it(joints: NDArray[np.float64], size: float) -> None:
    body = joints + STANDING * 5

    same = levels_of(T_S, body, STILL) == levels_of(T_S, body * size, STILL)

    assert same.mean() > 0.98  # a quantity may lie on an edge to the last bit


@given(BODIES)
def test_left_and_right_are_alike(joints: NDArray[np.float64]) -> None:
    np.testing.assert_array_equal(
        levels_of(T_S, joints, STILL), levels_of(T_S, joints[:, EXCHANGED] * [-1.0, 1.0, 1.0], STILL)
    )


@given(BODIES)
def test_there_are_two_to_four_levels_of_each(joints: NDArray[np.float64]) -> None:
    found = levels_of(T_S, joints, STILL)

    assert found.shape == (5, 11)
    assert all(2 <= len(each.edges) + 1 <= 4 for each in LEVELS)
    assert (found >= 0).all()
    assert (found <= [len(each.edges) for each in LEVELS]).all()


def test_a_folded_arm_is_short() -> None:
    folded = STANDING.copy()
    folded[4:6] = folded[:2] + np.array([0.0, -0.1, 0.1])

    assert level("longer arm", folded)[2] < level("longer arm", STANDING)[2]
    assert level("shorter arm", folded)[2] < level("shorter arm", STANDING)[2]


def test_a_raised_arm_is_high_and_far() -> None:
    reaching = STANDING.copy()
    reaching[3], reaching[5] = (0.25, 1.4, 0.3), (0.25, 1.4, 0.6)

    for name in ("higher hand over the hips", "furthest wrist from the trunk's line"):
        assert level(name, reaching)[2] > level(name, STANDING)[2], name


def test_a_bent_back_leans() -> None:
    bent = STANDING.copy()
    bent[:6, 1] -= 0.15
    bent[:6, 2] += 0.4

    assert (level("lean", STANDING)[2], level("lean", bent)[2]) == (0, 2)


def test_a_bent_knee_is_bent() -> None:
    crouching = STANDING.copy()
    crouching[8:10, 2] += 0.4

    assert (level("knee bend", STANDING)[2], level("knee bend", crouching)[2]) == (0, 2)


@pytest.mark.parametrize(
    ("speed_m_s", "expected"), [(0.0, 0), (0.5, 1), (1.2, 2)], ids=["stands", "strolls", "walks"]
)
def test_walking_has_three_paces(speed_m_s: float, expected: int) -> None:
    way = np.column_stack((T_S * speed_m_s, np.zeros(5)))

    assert level("floor speed", STANDING, way) == [expected] * 5


def test_somebody_who_stands_turns_nowhere() -> None:
    jitter = np.array([(0.0, 0.0), (0.01, 0.0), (0.0, 0.01), (-0.01, 0.0), (0.0, 0.0)])

    assert level("turn", STANDING, jitter) == [0] * 5


def test_one_moment_has_levels_too() -> None:
    assert levels_of(np.zeros(1), STANDING[None], np.zeros((1, 2))).shape == (1, 11)


def test_what_needs_a_joint_that_was_not_measured_is_not_read() -> None:
    one_arm = STANDING.copy()
    one_arm[4] = np.nan

    read = {each.name.split(",")[0]: level(each.name.split(",")[0], one_arm)[2] for each in LEVELS}

    arms = ("longer arm", "shorter arm", "higher hand over the hips", "lower hand over the hips")
    assert all(read[name] == UNREAD for name in (*arms, "change of the longer arm"))
    assert read["knee bend"] == read["lean"] == 0


def test_nobody_measured_is_nothing_read() -> None:
    nobody = np.full((5, JOINTS, 2), np.nan)

    assert (body_levels(T_S, nobody) == UNREAD).all()


def test_the_way_comes_first() -> None:
    way = np.column_stack((T_S * 1.2, np.zeros(5)))

    assert (
        levels_of(T_S, np.broadcast_to(STANDING, (5, JOINTS, 3)), way)[:, :WAY].tolist()
        == way_levels(T_S, way).tolist()
    )


def test_a_single_jump_of_a_place_is_no_speed() -> None:
    t_s = np.arange(21) * 0.1
    jumping = np.zeros((21, 2))
    jumping[10] = 0.1  # 1 m/s from one frame to the next

    assert way_levels(t_s, jumping)[:, 0].tolist() == [0] * 21


def test_an_arm_that_goes_out_changes() -> None:
    t_s = np.arange(11) * 0.1
    moving = np.broadcast_to(STANDING, (11, JOINTS, 3)).copy()
    moving[:, 4:6, 1] = moving[:, :2, 1]
    moving[:, 4:6, 2] = np.linspace(0.1, 0.55, 11)[:, None]

    change = body_levels(t_s, moving)[:, -1]

    assert change.tolist() == [2] * 11
