import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY, STEEP, Difficulty
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.homography import Homography
from edge_node.track.standing import NEAREST_SOLE_M, standing_points, stood_at
from tests.support.drawn_camera import floor_of


@pytest.mark.parametrize("level", [EVERYDAY, STEEP], ids=lambda level: level.name)
@pytest.mark.parametrize("name", ["boutique-door", "corridor-aisle", "grocery-till"])
def test_a_sole_nearer_to_the_camera_is_taken_back_to_the_middle_of_the_feet(
    name: str, level: Difficulty
) -> None:
    camera = camera_of(VIEWS[name], level)
    to_floor = floor_of(camera).floor_from_px
    stands = np.array(VIEWS[name].target_m) + np.array([[0.0, 0.0], [0.6, 0.4], [-0.7, 0.2]])
    towards = np.array(camera.position_m[:2]) - stands
    soles = stands + NEAREST_SOLE_M * towards / np.linalg.norm(towards, axis=1, keepdims=True)

    found = standing_points(to_floor, camera.project(np.column_stack([soles, np.zeros(3)])))

    np.testing.assert_allclose(found, stands, atol=0.04)


def test_from_straight_above_it_is_up_in_the_picture() -> None:
    (found,) = standing_points(Homography.scaled(100.0, 480).floor_from_px, np.array([[200.0, 380.0]]))

    np.testing.assert_allclose(found, [2.0, 1.0 + NEAREST_SOLE_M], atol=1e-6)


def test_where_somebody_stands_is_the_middle_of_the_places_near_the_last() -> None:
    came_m = np.array([[5.0, 0.0], [3.0, 0.0], [1.1, 0.0], [1.0, 0.0], [1.0, 0.1], [0.7, 0.0]])

    stood_m = stood_at(came_m)

    np.testing.assert_allclose(stood_m, [1.0, 0.0])


def test_who_was_never_placed_stands_nowhere() -> None:
    assert np.isnan(stood_at(np.full((2, 2), np.nan))).all()
