"""From the lowest image point of a person to where they stand: between the feet, not at the nearer sole."""

import numpy as np
from numpy.typing import NDArray

from edge_node.track.homography import apply

NEAREST_SOLE_M = 0.2
"""How far the lowest edge of a person's box lies before the middle of their feet, towards the camera: half a
shoe (0.13 m) and what a stride or a stance adds.  Source: DECISIONS.md, measured on drawn bodies."""


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
