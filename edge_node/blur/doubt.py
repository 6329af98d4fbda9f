"""When a detector's answer cannot be trusted: what cannot be, too small a frame, people gone all at once."""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes

LEAST_SIDE_PX = 120
"""Frames with a shorter side are refused."""
MOST_PEOPLE = 150
"""More than this is a fault of the detector."""
_OUTSIDE = 1.0
"""How far a box may reach beyond the frame, in frame sides; faces at the edge reach a little."""


def is_too_small(height_px: int, width_px: int) -> bool:
    """Return whether heads in a frame of this size are too small to be found."""
    return min(height_px, width_px) < LEAST_SIDE_PX


def is_nonsense(boxes: Boxes, scores: NDArray[np.float32], height_px: int, width_px: int) -> bool:
    """Return whether boxes and scores cannot be what a detector saw in a frame of this size."""
    if boxes.shape != (len(scores), 4) or len(boxes) > MOST_PEOPLE:
        return True
    if not (np.isfinite(boxes).all() and np.isfinite(scores).all()):
        return True
    side = np.array([width_px, height_px] * 2, np.float32)
    is_outside = (boxes < -_OUTSIDE * side) | (boxes > (1 + _OUTSIDE) * side)
    is_inverted = boxes[:, 2:] < boxes[:, :2]
    return bool(is_outside.any() or is_inverted.any() or ((scores < 0) | (scores > 1)).any())
