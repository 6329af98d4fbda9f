"""How far apart on the floor boxes lie, so that nobody is taken to have jumped."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.track.assign import Floats
from edge_node.track.foot import EDGE_SHARE
from edge_node.track.upright import USUAL_M, Upright

ToFloor = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Takes image points (N, 2) px to floor points (N, 2) m."""


EDGE_GOOD_TO = 0.08
"""A box's edge is good to this share of its height."""

COARSE_M = 0.6
"""Where that is more floor than this, far from the camera, a place on it is too coarse to tell who moved."""


def is_coarse(to_floor: ToFloor, feet_px: Floats, heights_px: Floats) -> NDArray[np.bool_]:
    """Return where feet in the picture are too coarse a place on the floor.  Shape: (N, 2), (N,) → (N,)."""
    raised = feet_px - EDGE_GOOD_TO * np.column_stack((np.zeros(len(feet_px)), heights_px))
    coarse: NDArray[np.bool_] = np.linalg.norm(to_floor(feet_px) - to_floor(raised), axis=1) > COARSE_M
    return coarse


@dataclass(frozen=True, slots=True, eq=False)
class FloorDistance:
    """Measures between boxes of one camera, by their lower edges or by heads, whichever moved less.

    Who is hidden from below keeps the head, who bends keeps the feet; somebody else has neither in place.
    """

    to_floor: ToFloor
    upright: Upright

    def __call__(self, first_xyxy_px: Floats, second_xyxy_px: Floats) -> Floats:
        """Return metres, 0 where neither edge says anything.  Shape: (N, 4), (M, 4) → (N, M)."""
        pairs = zip(self._places(first_xyxy_px), self._places(second_xyxy_px), strict=True)
        by_feet, by_heads = (np.linalg.norm(one[:, None] - other[None], axis=2) for one, other in pairs)
        apart_m: Floats = np.fmin(by_feet, by_heads)
        return np.where(np.isfinite(apart_m), apart_m, 0.0)

    def _places(self, boxes: Floats) -> tuple[Floats, Floats]:
        """Return where feet and heads say that people stand; nan where cut by the frame, or too far away."""
        height_px = 2 * self.upright.camera.middle_px[1]
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        feet = self.to_floor(np.column_stack((middle, boxes[:, 3])))
        heads = self.upright.under_heads(np.column_stack((middle, boxes[:, 1])), USUAL_M)
        coarse = is_coarse(self.to_floor, np.column_stack((middle, boxes[:, 3])), boxes[:, 3] - boxes[:, 1])
        feet[coarse] = heads[coarse] = np.nan
        feet[boxes[:, 3] >= height_px * (1 - EDGE_SHARE)] = np.nan
        heads[boxes[:, 1] <= height_px * EDGE_SHARE] = np.nan
        return feet, heads
