import math

import numpy as np

from edge_node.capture.solid import Solid, limb, loft, paint
from edge_node.scene import SceneCamera

CAMERA = SceneCamera(
    frame_px=(200, 200), position_m=(0.0, -4.0, 1.0), yaw_rad=math.pi / 2, pitch_rad=0.01, focal_px=200.0
)
RED, BLUE = np.array([40.0, 40, 200]), np.array([200.0, 40, 40])


def _pillar(x_m: float, y_m: float, colour: np.ndarray) -> Solid:
    middles = np.array([[x_m, y_m, 0.0], [x_m, y_m, 1.0], [x_m, y_m, 2.0]])
    left, ahead = np.tile([0.3, 0.0, 0.0], (3, 1)), np.tile([0.0, 0.3, 0.0], (3, 1))
    return loft(middles, left, ahead, np.tile(colour, (2, 8, 1)))


def _painted(*solids: Solid) -> np.ndarray:
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)
    paint(pixels, CAMERA, Solid.of(solids))
    return pixels


def test_pieces_look_out_of_the_solid() -> None:
    pillar = _pillar(1.0, 2.0, RED)

    away = pillar.corners_m.mean(axis=1)[:, :2] - [1.0, 2.0]
    assert ((pillar.outward[:, :2] * away).sum(axis=1) > 0).all()


def test_a_tube_keeps_its_radius() -> None:
    tube = limb(
        np.array([[0.0, 0, 0], [0.0, 0, 1]]), np.array([0.2, 0.2]), np.array([1.0, 0, 0]), np.ones((1, 12, 3))
    )

    assert np.allclose(np.linalg.norm(tube.corners_m[..., :2], axis=2), 0.2)


def test_the_nearer_solid_hides_the_farther_one() -> None:
    pixels = _painted(_pillar(0.0, 0.0, RED), _pillar(0.0, 1.0, BLUE))

    column = pixels[60:140, 100].astype(int)
    assert (column[:, 2] > column[:, 0]).all()


def test_an_edge_is_darker_than_the_middle() -> None:
    row = _painted(_pillar(0.0, 0.0, RED))[100, :, 2].astype(int)

    shown = np.flatnonzero(row)
    assert row[shown[1]] < row[100]


def test_no_piece_is_black() -> None:
    pixels = _painted(_pillar(0.0, 0.0, np.zeros(3)))

    assert pixels[100, 100].all()
