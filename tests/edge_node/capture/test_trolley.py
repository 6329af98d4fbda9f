import math

import numpy as np

from edge_node.capture.trolley import LENGTH_M, draw_trolley_on, trolley_corners_m
from edge_node.scene import SceneCamera

CAMERA = SceneCamera(
    frame_px=(320, 240), position_m=(0.0, 0.0, 2.6), yaw_rad=0.0, pitch_rad=0.4, focal_px=300.0
)


def test_a_trolley_stands_on_the_floor_along_its_heading() -> None:
    corners = trolley_corners_m((2.0, 3.0, math.pi / 2))

    assert (corners[:4, 2] == 0.0).all()
    np.testing.assert_allclose(np.ptp(corners[:, 1]), LENGTH_M)
    np.testing.assert_allclose(corners[:, :2].mean(axis=0), [2.0, 3.0])


def test_a_trolley_is_drawn_where_it_stands_and_seen_through() -> None:
    pixels = np.zeros((240, 320, 3), dtype=np.uint8)

    draw_trolley_on(pixels, CAMERA, (4.0, 0.0, 0.3))

    rows, columns = np.nonzero(pixels.any(axis=2))
    corners = CAMERA.project(trolley_corners_m((4.0, 0.0, 0.3)))
    assert columns.min() >= corners[:, 0].min() - 3
    assert rows.max() <= corners[:, 1].max() + 3
    assert 0.05 < len(rows) / (np.ptp(rows) * np.ptp(columns)) < 0.6


def test_one_beside_the_camera_is_left_out() -> None:
    pixels = np.zeros((240, 320, 3), dtype=np.uint8)

    draw_trolley_on(pixels, CAMERA, (0.0, 0.5, 0.0))

    assert not pixels.any()
