"""Posture says how far arms move and reach, the same for every size, side and place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from edge_node.intent.levels import UNREAD
from edge_node.intent.posture import LEAST_SWEPT_S, POSTURE, SWEPT_S, posture_levels

Floats = NDArray[np.float64]

EXCHANGED = [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
STANDING = np.array(
    [
        (-0.2, 1.4), (0.2, 1.4), (-0.25, 1.1), (0.25, 1.1), (-0.25, 0.85), (0.25, 0.85),
        (-0.12, 0.9), (0.12, 0.9), (-0.12, 0.5), (0.12, 0.5), (-0.12, 0.1), (0.12, 0.1),
    ]
)  # fmt: skip
FOLDED = STANDING.copy()
FOLDED[4:6] = (0.1, 1.15), (-0.1, 1.15)
SPREAD = STANDING.copy()
SPREAD[2:6] = (-0.5, 1.4), (0.5, 1.4), (-0.75, 1.4), (0.75, 1.4)
WAVING = STANDING.copy()
WAVING[[3, 5]] = (0.35, 1.5), (0.45, 1.8)
T_S = np.arange(11) * 0.2
BODIES = arrays.arrays(np.float64, (len(T_S), 12, 2), elements=st.floats(-0.5, 0.5, width=16))


def always(body: Floats) -> Floats:
    return np.broadcast_to(body, (len(T_S), 12, body.shape[-1])).copy()


def by_turns(body: Floats, other: Floats) -> Floats:
    moving = always(body)
    moving[::2] = other
    return moving


@given(BODIES, st.sampled_from([0.25, 0.5, 2.0, 64.0]))
def test_size_is_not_in_it(shift: Floats, size: float) -> None:
    joints = always(STANDING) + shift

    np.testing.assert_array_equal(posture_levels(T_S, joints * size), posture_levels(T_S, joints))


@given(BODIES)
def test_left_and_right_are_alike(shift: Floats) -> None:
    joints = always(STANDING) + shift

    mirrored = posture_levels(T_S, joints[:, EXCHANGED] * [-1.0, 1.0])

    assert (mirrored == posture_levels(T_S, joints)).mean() > 0.95  # sums in another order may tip an edge


@given(BODIES, st.floats(-3, 3), st.floats(-3, 3))
def test_where_somebody_walks_is_not_in_it(shift: Floats, east: float, up: float) -> None:
    joints = always(STANDING) + shift
    way = T_S[:, None, None] * np.array([east, up])

    assert (posture_levels(T_S, joints + way) == posture_levels(T_S, joints)).mean() > 0.95


@given(BODIES)
def test_each_has_four_levels(shift: Floats) -> None:
    found = posture_levels(T_S, always(STANDING) + shift)

    assert found.dtype == np.int8
    assert found.shape == (len(T_S), len(POSTURE))
    assert ((found >= UNREAD) & (found <= 3)).all()


@pytest.mark.parametrize(
    ("body", "level"), [(FOLDED, 0), (STANDING, 1), (SPREAD, 3)], ids=["folded", "hanging", "spread"]
)
def test_arms_held_further_away_are_more_open(body: Floats, level: int) -> None:
    assert posture_levels(T_S, always(body))[:, 1].tolist() == [level] * len(T_S)


@pytest.mark.parametrize(
    ("other", "level"), [(STANDING, 0), (FOLDED, 1), (WAVING, 2), (SPREAD, 3)],
    ids=["still", "both hands in", "one arm up", "both arms out"],
)  # fmt: skip
def test_arms_that_sweep_further_have_more_energy(other: Floats, level: int) -> None:
    assert posture_levels(T_S, by_turns(STANDING, other))[-1, 0] == level


def test_movement_is_not_read_before_it_could_be_seen() -> None:
    found = posture_levels(T_S, always(STANDING))[:, 0]

    assert found[T_S < LEAST_SWEPT_S].tolist() == [UNREAD] * 2
    assert found[T_S >= LEAST_SWEPT_S].min() == 0


def test_movement_is_forgotten_after_a_second() -> None:
    joints = always(STANDING)
    joints[0] = SPREAD

    found = posture_levels(T_S, joints)[:, 0]

    assert found[T_S <= SWEPT_S].max() == 3
    assert found[-1] == 0


def test_the_rate_of_frames_is_not_in_it() -> None:
    fast_s = np.arange(61) / 30
    swing = 0.5 + 0.5 * np.cos(2 * np.pi * fast_s)[:, None, None]
    joints = STANDING + (SPREAD - STANDING) * swing

    every_fifth = posture_levels(fast_s[::5], joints[::5])

    np.testing.assert_array_equal(posture_levels(fast_s, joints)[45::5], every_fifth[9:])


@pytest.mark.parametrize("joint", range(8), ids=lambda joint: f"joint {joint}")
def test_a_moment_with_a_joint_missing_is_not_read(joint: int) -> None:
    joints = always(STANDING)
    joints[5, joint] = np.nan

    found = posture_levels(T_S, joints)

    assert found[5].tolist() == [UNREAD, UNREAD]
    assert found[6].tolist() == [0, 1]


def test_legs_behind_a_shelf_do_not_matter() -> None:
    joints = always(STANDING)
    joints[:, 8:] = np.nan

    np.testing.assert_array_equal(posture_levels(T_S, joints), posture_levels(T_S, always(STANDING)))


def test_joints_in_space_are_read_like_those_in_a_picture() -> None:
    deep = np.concatenate((always(SPREAD), np.zeros((len(T_S), 12, 1))), axis=2)

    np.testing.assert_array_equal(posture_levels(T_S, deep), posture_levels(T_S, always(SPREAD)))


def test_a_body_that_is_one_point_is_not_read() -> None:
    assert (posture_levels(T_S, np.zeros((len(T_S), 12, 2))) == UNREAD).all()


def test_no_moment_has_no_levels() -> None:
    assert posture_levels(np.zeros(0), np.zeros((0, 12, 2))).shape == (0, 2)
