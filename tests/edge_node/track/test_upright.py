import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.homography import Homography
from edge_node.track.upright import USUAL_M, upright_of
from tests.support.drawn_camera import upright_in

CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)
UPRIGHT = upright_in(CAMERA)
PLACES = np.array([[4.0, 0.5], [3.0, 2.0], [5.2, -1.0]])


def _tops(height_m: float) -> np.ndarray:
    return CAMERA.project(np.column_stack([PLACES, np.full(len(PLACES), height_m)]))


@pytest.mark.parametrize("height_m", [1.5, 1.7, 1.9])
def test_a_head_says_how_tall_somebody_is_who_stands_there(height_m: float) -> None:
    np.testing.assert_allclose(UPRIGHT.height_m(PLACES, _tops(height_m)), height_m, atol=0.03)


@pytest.mark.parametrize("height_m", [1.5, 1.7, 1.9])
def test_a_head_says_where_somebody_of_that_height_stands(height_m: float) -> None:
    np.testing.assert_allclose(UPRIGHT.under_heads(_tops(height_m), height_m), PLACES, atol=0.15)


def test_what_stands_upright_leans_in_the_picture_and_is_followed_down_to_its_foot() -> None:
    middles, feet = _tops(0.85), _tops(0.0)

    found = UPRIGHT.on_row(middles, feet[:, 1])

    assert np.abs(middles[:, 0] - feet[:, 0]).max() > 5.0
    np.testing.assert_allclose(found, feet, atol=0.5)


def test_nobody_stands_farther_away_than_a_bound_and_may_stand_nearer() -> None:
    east, north, _ = CAMERA.position_m
    bounds = np.array([[east, north - 3.0], [east, north - 3.0], [np.nan, np.nan]])
    places = np.array([[east, north - 4.0], [east + 1.0, north - 2.0], [east, north - 5.0]])

    found = UPRIGHT.no_farther(places, bounds)

    np.testing.assert_array_equal(found, [bounds[0], places[1], places[2]])


def test_one_bad_frame_does_not_make_a_giant() -> None:
    tops = _tops(1.75)
    tops[2, 1] = 5.0

    assert UPRIGHT.usual_m(PLACES, tops) == pytest.approx(1.75, abs=0.05)


def test_somebody_never_seen_whole_has_the_usual_height() -> None:
    assert UPRIGHT.usual_m(np.empty((0, 2)), np.empty((0, 2))) == USUAL_M


def test_a_camera_at_head_height_cannot_say() -> None:
    assert np.isnan(UPRIGHT.under_heads(_tops(1.7), 2.6)).all()


def test_a_map_without_a_camera_reads_no_heights() -> None:
    assert upright_of(Homography.scaled(100.0, 480).floor_from_px, (640, 480)) is None
