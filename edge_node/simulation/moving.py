"""How simulated people moved, in the levels that a camera's line would have read off them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS, UNREAD, levels_of
from edge_node.intent.posture import POSTURE, posture_levels
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Movement

Floats = NDArray[np.float64]

BODY = slice(5, 17)
"""Shoulders to ankles, COCO-17 order."""

UPRIGHT = (0, 2, 1)
"""East, north, up → east, up, north: levels_of wants up second."""


def levels_at(
    movements: Sequence[Movement], index: NDArray[np.int64], t_s: Floats, xy_m: Floats
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return int8 (S, 11) and (S, 2): movement and posture of the true body on its way as it was tracked.

    index: movement of each sample, ascending; t_s: evenly spaced within one movement; xy_m: float64 (S, 2).
    """
    movement_levels = np.full((len(t_s), len(LEVELS)), UNREAD, dtype=np.int8)
    postures = np.full((len(t_s), len(POSTURE)), UNREAD, dtype=np.int8)
    starts = np.searchsorted(index, np.arange(len(movements) + 1))
    for movement, first, last in zip(movements, starts[:-1], starts[1:], strict=True):
        if first < last:
            own = slice(first, last)
            body = keypoints_m(posture_of(movement, t_s[own]), movement.stature_m)[:, BODY][..., UPRIGHT]
            movement_levels[own] = levels_of(t_s[own], body, xy_m[own])
            postures[own] = posture_levels(t_s[own], body)
    return movement_levels, postures
