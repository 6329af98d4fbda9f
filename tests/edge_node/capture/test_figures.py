import math

import numpy as np
import pytest

from edge_node.capture.clothes import SKINS, look_of
from edge_node.capture.figures import draw_on
from edge_node.scene import SceneCamera
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Movement

CAMERA = SceneCamera(
    frame_px=(768, 432), position_m=(4.0, 6.6, 3.0), yaw_rad=-math.pi / 2, pitch_rad=0.375, focal_px=665.0
)


def _drawn(towards_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture and the keypoints of somebody half-way on a walk from y = 1 by towards_m."""
    knots = np.array([[4.0, 1.0], [4.0, 1.0 + towards_m]])
    movement = Movement(0, 0, "visitor", np.array([0.0, 2.0]), knots, (), None, None, 1.7)
    points_m = keypoints_m(posture_of(movement, np.arange(0.0, 2.0, 0.1)), 1.7)[10]
    pixels = np.full((432, 768, 3), 255, dtype=np.uint8)
    draw_on(pixels, CAMERA, points_m, look_of(0))
    return pixels, points_m


def test_every_keypoint_is_covered() -> None:
    pixels, points_m = _drawn(2.0)

    columns, rows = np.rint(CAMERA.project(points_m)).astype(int).T
    assert (pixels[rows, columns] != 255).any(axis=1).all()


def test_nothing_is_drawn_far_from_the_body() -> None:
    pixels, points_m = _drawn(2.0)

    rows, columns = np.nonzero((pixels != 255).any(axis=2))
    corner, far = CAMERA.project(points_m).min(axis=0), CAMERA.project(points_m).max(axis=0)
    height_px = far[1] - corner[1]
    assert columns.min() > corner[0] - 0.15 * height_px
    assert columns.max() < far[0] + 0.15 * height_px
    assert rows.min() > corner[1] - 0.15 * height_px
    assert rows.max() < far[1] + 0.15 * height_px


@pytest.mark.parametrize(("towards_m", "has_face"), [(2.0, True), (-2.0, False)], ids=["front", "behind"])
def test_only_a_head_seen_from_the_front_has_a_face(towards_m: float, has_face: bool) -> None:
    pixels, points_m = _drawn(towards_m)

    column, row = np.rint(CAMERA.project(points_m[3:5].mean(axis=0))).astype(int)
    skin = np.array(SKINS[0])
    around = pixels[row - 2 : row + 6, column - 4 : column + 5].astype(int)
    assert (np.abs(around - skin).max(axis=2) < 40).any() == has_face
