"""One drawn shopping trolley: a wire basket on four legs, seen through as real ones are."""

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.capture.backdrop import NEAR_M
from edge_node.frame import Pixels
from edge_node.scene import TROLLEY_M, SceneCamera

Floats = NDArray[np.float64]

LENGTH_M, WIDTH_M = TROLLEY_M
BASKET_M = (0.45, 0.95)
"""Heights of the basket's floor and rim."""
WIRE_BGR, FRAME_BGR = (150, 150, 146), (96, 92, 90)
_WIRES = 6
_SHIFT = 4


def trolley_corners_m(place_m: tuple[float, float, float]) -> Floats:
    """Return the corners on the floor and at the rim, float64 (8, 3); place: x, y of the middle, heading."""
    x_m, y_m, heading = place_m
    ahead = np.array([np.cos(heading), np.sin(heading)]) * LENGTH_M / 2
    left = np.array([-np.sin(heading), np.cos(heading)]) * WIDTH_M / 2
    sides = np.array([ahead + left, ahead - left, -ahead - left, -ahead + left])
    flat = sides + np.array([x_m, y_m])
    heights = np.repeat([0.0, BASKET_M[1]], 4)
    return np.column_stack([np.tile(flat, (2, 1)), heights])


def draw_trolley_on(pixels: Pixels, camera: SceneCamera, place_m: tuple[float, float, float]) -> None:
    """Draw the trolley into the pixels; one that reaches behind the camera is left out."""
    corners = trolley_corners_m(place_m)
    if float(camera.to_camera(corners)[:, 2].min()) < NEAR_M:
        return
    wheels, rim = corners[:4], corners[4:]
    floor = rim - [0.0, 0.0, BASKET_M[1] - BASKET_M[0]]
    thick_px = max(1, round(0.025 * camera.focal_px / float(camera.to_camera(rim).mean(axis=0)[2])))
    for start, end in zip(wheels, floor, strict=True):
        _wire(pixels, camera, (start, end), FRAME_BGR, thick_px)
    for side in range(4):
        after = (side + 1) % 4
        for share in np.linspace(0.0, 1.0, _WIRES).tolist():
            low = floor[side] + share * (floor[after] - floor[side])
            high = rim[side] + share * (rim[after] - rim[side])
            _wire(pixels, camera, (low, high), WIRE_BGR, 1)
            across = floor[side] + share * (rim[side] - floor[side])
            _wire(pixels, camera, (across, across + floor[after] - floor[side]), WIRE_BGR, 1)
        _wire(pixels, camera, (rim[side], rim[after]), FRAME_BGR, thick_px)


def _wire(
    pixels: Pixels,
    camera: SceneCamera,
    ends_m: tuple[Floats, Floats],
    bgr: tuple[int, int, int],
    thick_px: int,
) -> None:
    ends = np.clip(camera.project(np.array(ends_m)), -4000, 4000)
    start, end = np.rint(ends * (1 << _SHIFT)).astype(int).tolist()
    cv2.line(pixels, start, end, bgr, thick_px, cv2.LINE_AA, _SHIFT)
