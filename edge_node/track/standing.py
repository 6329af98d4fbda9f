"""From the lowest image point of a person to where they stand: between the feet, not at the nearer sole."""

import numpy as np
from numpy.typing import NDArray

from edge_node.track.homography import apply

NEAREST_SOLE_M = 0.2
"""How far the lowest edge of a person's box lies before the middle of their feet, towards the camera: half a
shoe (0.13 m) and what a stride or a stance adds.  Source: DECISIONS.md, measured on drawn bodies."""

SAME_STAND_M = 0.5
"""Places so near are one stand: a person who leans and shifts their weight."""


def standing_points(
    floor_from_px: NDArray[np.float64], lowest_px: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where people stand whose boxes end there.  Shape: (N, 2) px → (N, 2) m; nan beyond the horizon.

    Away from an upright camera is up in its picture, wherever it hangs.
    """
    floor = apply(floor_from_px, lowest_px)
    further = apply(floor_from_px, lowest_px - np.array([0.0, 1.0])) - floor
    length = np.linalg.norm(further, axis=1, keepdims=True)
    moved: NDArray[np.float64] = floor + NEAREST_SOLE_M * further / np.maximum(length, 1e-12)
    return moved


def stood_at(floor_xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where somebody stands by now, float64 (2,): the middle of the places that are near the last.

    Shape: (N, 2) m, in order of time.  Who reaches out widens their box, and a single place goes with it.
    """
    near = np.linalg.norm(floor_xy_m - floor_xy_m[-1], axis=1) <= SAME_STAND_M
    stood: NDArray[np.float64] = np.median(floor_xy_m[near], axis=0) if near.any() else floor_xy_m[-1]
    return stood
