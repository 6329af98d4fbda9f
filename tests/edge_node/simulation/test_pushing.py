"""A trolley is ahead of who pushes it, and goes round furniture."""

import numpy as np
import pytest

from edge_node.capture.trolley import trolley_corners_m
from edge_node.simulation.movement import Act
from edge_node.simulation.pushing import AHEAD_M, corners_m, pushed
from edge_node.simulation.shop import Box, is_in

T_S = np.arange(0.0, 10.0, 0.125)
SHELF = Box(0.0, 0.0, 10.0, 0.5)
"""Its front runs along y = 0.5."""
GRAZES_M = 0.02
NORTH, SOUTH, EAST = np.pi / 2, -np.pi / 2, 0.0


def walk(*stops: tuple[float, float, float]) -> np.ndarray:
    """Return where somebody is who is at x, y at these times, straight between."""
    t_s, *axes = np.array(stops).T
    return np.column_stack([np.interp(T_S, t_s, axis) for axis in axes])


def facing(angle_rad: float) -> np.ndarray:
    return np.full(len(T_S), angle_rad)


def hits(trolley: np.ndarray) -> np.ndarray:
    """Return at which moments it is in the shelf by more than it may graze it."""
    inner = SHELF.grown(-GRAZES_M)
    return is_in([inner], corners_m(trolley, 9, 5)).any(axis=1)


def test_it_is_ahead_of_who_walks() -> None:
    xy_m = walk((0, 5, 5), (10, 5, 12))
    trolley = pushed((), T_S, xy_m, facing(NORTH), [SHELF])

    np.testing.assert_allclose(trolley[:, :2], xy_m + np.array([0.0, AHEAD_M]), atol=0.01)
    np.testing.assert_allclose(trolley[:, 2], NORTH, atol=0.01)


def test_it_is_beside_who_takes_something_from_a_shelf() -> None:
    act = Act("browse", 3.0, 7.0, SOUTH, "shelf")
    trolley = pushed((act,), T_S, walk((0, 5, 1.05), (10, 5, 1.05)), facing(SOUTH), [SHELF])

    during = (T_S > 4.0) & (T_S < 6.0)
    np.testing.assert_allclose(np.abs(trolley[during, 0] - 5.0), AHEAD_M, atol=0.01)
    np.testing.assert_allclose(trolley[during, 1], 1.05, atol=0.01)


@pytest.mark.parametrize(
    ("stops", "angle_rad"),
    [
        (((0, 5, 5), (5, 5, 1.05), (10, 5, 1.05)), SOUTH),
        (((0, 5, 0.9), (10, 5, 0.9)), SOUTH),
        (((0, 2, 0.8), (10, 8, 0.8)), EAST),
        (((0, 2, 3.0), (4, 5, 0.8), (6, 5, 0.8), (10, 8, 0.8)), -np.pi / 4),
    ],
    ids=["walks up to it", "stands before it", "walks along it", "comes aslant"],
)
def test_it_goes_round_a_shelf(stops: tuple[tuple[float, float, float], ...], angle_rad: float) -> None:
    xy_m = walk(*stops)

    assert hits(pushed((), T_S, xy_m, facing(angle_rad), [SHELF])).mean() == 0.0


def test_without_regard_to_furniture_it_would_be_in_the_shelf() -> None:
    xy_m = walk((0, 5, 5), (5, 5, 1.05), (10, 5, 1.05))

    assert hits(pushed((), T_S, xy_m, facing(SOUTH))).mean() > 0.4


def test_it_is_turned_slowly() -> None:
    trolley = pushed((), T_S, walk((0, 5, 4), (5, 5, 1.05), (10, 5, 1.05)), facing(SOUTH), [SHELF])

    turned = np.abs(np.angle(np.exp(1j * np.diff(trolley[:, 2]))))
    assert 0.0 < turned.max() < np.pi / 8


def test_away_from_furniture_it_is_as_if_there_were_none() -> None:
    way, turned = walk((0, 5, 9), (5, 5, 4), (10, 5, 9)), np.where(T_S < 5.0, SOUTH, NORTH)

    np.testing.assert_array_equal(pushed((), T_S, way, turned, [SHELF])[:, 2], turned)


def test_it_stays_at_arms_length() -> None:
    xy_m = walk((0, 2, 3.0), (4, 5, 0.8), (10, 8, 0.8))
    trolley = pushed((), T_S, xy_m, facing(-np.pi / 4), [SHELF])

    np.testing.assert_allclose(np.hypot(*(trolley[:, :2] - xy_m).T), AHEAD_M)


def test_one_moment_is_enough() -> None:
    trolley = pushed((), np.array([3.0]), np.array([[5.0, 5.0]]), np.array([NORTH]), [SHELF])

    np.testing.assert_allclose(trolley, [[5.0, 5.0 + AHEAD_M, NORTH]], atol=1e-9)


def test_corners_are_those_that_are_drawn() -> None:
    place = (1.0, 2.0, 0.4)

    drawn = {tuple(corner) for corner in trolley_corners_m(place)[:, :2].round(6).tolist()}
    assert {tuple(corner) for corner in corners_m(np.array(place)).round(6).tolist()} == drawn
