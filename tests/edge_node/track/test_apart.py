"""Distances between boxes on the floor, by feet or by heads, whichever moved less."""

import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.apart import FloorDistance, is_coarse
from tests.support.drawn_camera import floor_of, upright_in

CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)


@pytest.fixture(scope="module")
def apart_m() -> FloorDistance:
    return FloorDistance(floor_of(CAMERA).to_floor, upright_in(CAMERA))


def box(x_m: float, y_m: float, *, feet_m: float = 0.0) -> np.ndarray:
    """Return the box of somebody 1.7 m tall who stands there and shows from feet_m up."""
    column, top = CAMERA.project(np.array([x_m, y_m, 1.7]))
    bottom = CAMERA.project(np.array([x_m, y_m, feet_m]))[1]
    return np.array([[column - 20, top, column + 20, bottom]])


def test_a_step_is_as_long_as_it_is_on_the_floor(apart_m: FloorDistance) -> None:
    assert apart_m(box(4.0, 0.5), box(4.0, 1.5)).item() == pytest.approx(1.0, abs=0.15)


def test_whoever_is_hidden_from_below_has_not_moved(apart_m: FloorDistance) -> None:
    assert apart_m(box(4.0, 0.5), box(4.0, 0.5, feet_m=0.9)).item() < 0.1


def test_whoever_bends_has_not_moved(apart_m: FloorDistance) -> None:
    bent = box(4.0, 0.5)
    bent[0, 1] += 40.0

    assert apart_m(box(4.0, 0.5), bent).item() < 0.1


def test_an_edge_cut_by_the_frame_says_nothing(apart_m: FloorDistance) -> None:
    near, nearer = box(4.0, 4.0), box(4.0, 4.6)
    near[0, 3] = nearer[0, 3] = CAMERA.frame_px[1]

    assert apart_m(near, nearer).item() > 0.4


def test_every_pair_is_measured(apart_m: FloorDistance) -> None:
    three = np.concatenate([box(4.0, 0.5), box(4.0, 1.5), box(3.0, 0.5)])

    assert apart_m(three, three[:2]).shape == (3, 2)


def test_far_away_nobody_is_said_to_have_moved(apart_m: FloorDistance) -> None:
    assert apart_m(box(4.0, -12.0), box(4.0, -9.0)).item() == 0.0


def test_a_place_is_coarse_where_a_few_pixels_are_much_floor() -> None:
    feet, heights = np.array([[0.0, 100.0], [0.0, 100.0]]), np.array([50.0, 200.0])

    assert is_coarse(lambda px: px / 20.0, feet, heights).tolist() == [False, True]
