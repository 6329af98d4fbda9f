"""Arms of who walks past a shelf stay out of it; hands that reach go in."""

import numpy as np

from edge_node.simulation.body import FINGERS, keypoints_m, posture_of
from edge_node.simulation.clear import with_still_arms
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.paths import STAND_OFF_M
from edge_node.simulation.shop import Box, is_in

STATURE_M = 1.7
STEP_S = 0.125
T_S = np.arange(0.0, 6.0, STEP_S)
SHELF = Box(0.0, 0.0, 10.0, 0.5)


def moved(*knots: tuple[float, float, float], acts: tuple[Act, ...] = ()) -> Movement:
    table = np.array(knots)
    return Movement(0, 0, "visitor", table[:, 0], table[:, 1:], acts, None, None, STATURE_M)


def drawn(movement: Movement, *furniture: Box) -> np.ndarray:
    """Return the keypoints with arms kept out of the furniture, where there is any."""
    posture = posture_of(movement, T_S)
    points_m = keypoints_m(posture, STATURE_M)
    return keypoints_m(with_still_arms(posture, points_m, STEP_S, furniture), STATURE_M)


def hits(points_m: np.ndarray) -> np.ndarray:
    """Return at which moments the fingers of either hand are in the shelf."""
    wrists, elbows = points_m[:, [9, 10], :2], points_m[:, [7, 8], :2]
    return is_in([SHELF], wrists + FINGERS * (wrists - elbows)).any(axis=1)


TOWARDS = moved((0.0, 5.0, 6.6), (6.0, 5.0, 0.46))
"""Walks straight up to the shelf."""


def test_an_arm_that_would_swing_into_a_shelf_hangs_still() -> None:
    assert hits(drawn(TOWARDS)).any()
    assert not hits(drawn(TOWARDS, SHELF)).any()


def test_far_from_furniture_arms_swing_as_before() -> None:
    free, near = drawn(TOWARDS), drawn(TOWARDS, SHELF)

    np.testing.assert_array_equal(free[T_S < 4.0], near[T_S < 4.0])


def test_it_comes_to_rest_within_several_looks() -> None:
    posture = posture_of(TOWARDS, T_S)
    still = with_still_arms(posture, keypoints_m(posture, STATURE_M), STEP_S, [SHELF]).still

    assert still.min() == 0.0
    np.testing.assert_allclose(still.max(), 1.0)
    assert np.abs(np.diff(still, axis=0)).max() < 0.2


def test_a_hand_that_reaches_goes_in() -> None:
    at = (0.0, 5.0, 0.5 + STAND_OFF_M), (6.0, 5.0, 0.5 + STAND_OFF_M)
    acts = (
        Act("reach", 1.0, 2.0, -np.pi / 2, "shelf", "right", 1.1),
        Act("hold", 2.0, 4.0, -np.pi / 2, "shelf", "right", 1.1),
    )
    reaching = moved(*at, acts=acts)
    points_m = drawn(reaching, SHELF)

    assert hits(points_m)[(T_S >= 2.0) & (T_S < 4.0)].all()
    assert with_still_arms(posture_of(reaching, T_S), points_m, STEP_S, [SHELF]).still.max() == 0.0
