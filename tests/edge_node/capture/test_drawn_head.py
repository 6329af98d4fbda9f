import math

import numpy as np
import pytest

from edge_node.capture.clothes import look_of
from edge_node.capture.drawn_head import draw_face_on, head_of
from edge_node.scene import SceneCamera

CAMERA = SceneCamera(
    frame_px=(200, 200), position_m=(0.0, -3.0, 1.7), yaw_rad=math.pi / 2, pitch_rad=0.01, focal_px=300.0
)
AHEAD = np.array([0.0, -1.0, 0.0])


def _points(ahead: np.ndarray) -> np.ndarray:
    """Return a head's keypoints, 1.7 m tall, in the middle; the rest does not matter."""
    left = np.array([-ahead[1], ahead[0], 0.0])
    points = np.zeros((17, 3))
    middle = np.array([0.0, 0.0, 1.6])
    points[0] = middle + 0.11 * ahead
    points[1], points[2] = middle + 0.09 * ahead + 0.03 * left, middle + 0.09 * ahead - 0.03 * left
    points[3], points[4] = middle + 0.075 * left, middle - 0.075 * left
    return points


@pytest.mark.parametrize("number", range(6))
def test_a_head_is_about_a_seventh_of_the_person_high(number: int) -> None:
    head = head_of(_points(AHEAD), AHEAD, look_of(number), 1.7)

    high = float(np.ptp(head.corners_m[..., 2]))
    assert 0.12 * 1.7 < high < 0.21 * 1.7


def test_hair_lies_behind_and_skin_before() -> None:
    look = look_of(0)
    head = head_of(_points(AHEAD), AHEAD, look, 1.7)

    middle = head.corners_m.mean(axis=1) - [0.0, 0.0, 1.6]
    is_level = np.abs(middle[:, 2]) < 0.02
    front, back = head.bgr[is_level & (middle[:, 1] < -0.07)], head.bgr[is_level & (middle[:, 1] > 0.07)]
    assert np.allclose(front, np.array(look.skin) * 0.96)
    assert np.abs(back - np.array(look.hair)).max() < 20


@pytest.mark.parametrize(("ahead", "shows"), [(AHEAD, True), (-AHEAD, False)], ids=["towards", "away"])
def test_only_a_face_turned_to_the_camera_is_drawn(ahead: np.ndarray, *, shows: bool) -> None:
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)

    draw_face_on(pixels, CAMERA, _points(ahead), look_of(0), 1.7)

    assert bool(pixels.any()) == shows
