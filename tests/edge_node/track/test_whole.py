"""Who stands behind somebody keeps their feet, and is one person."""

import numpy as np

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.whole import made_whole
from tests.support.drawn_camera import upright_in

CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)
UPRIGHT = upright_in(CAMERA)
HEIGHT_PX = CAMERA.frame_px[1]


def box_at(x_m: float, y_m: float, stature_m: float = 1.7) -> list[float]:
    low, high = CAMERA.project(np.array([[x_m, y_m, 0.0], [x_m, y_m, stature_m]])).tolist()
    half = 0.17 * (low[1] - high[1])
    return [low[0] - half, high[1], low[0] + half, low[1]]


def test_a_box_cut_by_a_nearer_one_reaches_down_to_the_feet() -> None:
    behind, nearer = box_at(4.0, 0.0), box_at(4.1, 1.5)
    cut = [*behind[:3], behind[1] + 0.5 * (behind[3] - behind[1])]

    whole, scores = made_whole(np.array([cut, nearer]), np.array([0.4, 0.9]), UPRIGHT, HEIGHT_PX)

    np.testing.assert_allclose(whole, [behind, nearer], atol=2.0)
    assert scores.tolist() == [0.4, 0.9]


def test_two_boxes_of_one_person_are_one_once_whole() -> None:
    behind, nearer = box_at(4.0, 0.0), box_at(4.1, 1.5)
    cut = [*behind[:3], behind[1] + 0.5 * (behind[3] - behind[1])]

    _, scores = made_whole(np.array([cut, behind, nearer]), np.array([0.4, 0.6, 0.9]), UPRIGHT, HEIGHT_PX)

    assert scores.tolist() == [0.0, 0.6, 0.9]


def test_who_stands_free_and_is_short_stays_short() -> None:
    child = np.array([box_at(4.0, 0.0, 1.1), box_at(6.0, 1.5)])

    whole, _ = made_whole(child, np.array([0.8, 0.9]), UPRIGHT, HEIGHT_PX)

    np.testing.assert_array_equal(whole, child)


def test_who_shows_down_to_the_feet_stays_as_found() -> None:
    seen = np.array([box_at(4.0, 0.0), box_at(4.1, 1.5)])

    whole, _ = made_whole(seen, np.array([0.8, 0.9]), UPRIGHT, HEIGHT_PX)

    np.testing.assert_array_equal(whole, seen)


def test_a_head_beyond_the_frame_says_nothing() -> None:
    beyond, nearer = [300.0, 0.0, 380.0, 100.0], [290.0, 20.0, 400.0, 400.0]

    whole, _ = made_whole(np.array([beyond, nearer]), np.array([0.8, 0.9]), UPRIGHT, HEIGHT_PX)

    np.testing.assert_array_equal(whole, [beyond, nearer])
