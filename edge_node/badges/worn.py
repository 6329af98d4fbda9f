"""Whose badge it is: the person in whose box it sits where a badge is worn."""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes

_ASIDE = 0.4
"""A badge's middle is this near to the middle of its wearer's box, in widths of the box."""
_HIGHEST, _LOWEST = 0.1, 0.7
"""And between these heights of it, from its top; who is cut off by a shelf wears it lower in the box."""
_USUAL_HEIGHT = 0.35
_MOST_WIDE = 0.9
"""A badge wider than this share of the box is on something else."""


def wearers_of(badge_xyxy_px: NDArray[np.float32], people: Boxes) -> tuple[int, ...]:
    """Return the rows of everybody who may wear it, the likeliest first; more than one: it is not sure."""
    if not len(people):
        return ()
    size = np.maximum(people[:, 2:] - people[:, :2], 1e-6)
    middle = (badge_xyxy_px[:2] + badge_xyxy_px[2:]) / 2
    place = (middle - people[:, :2]) / size - np.array([0.5, 0.0])
    is_small = badge_xyxy_px[2] - badge_xyxy_px[0] <= _MOST_WIDE * size[:, 0]
    is_there = (np.abs(place[:, 0]) <= _ASIDE) & (place[:, 1] >= _HIGHEST) & (place[:, 1] <= _LOWEST)
    off = np.hypot(place[:, 0] * size[:, 0], (place[:, 1] - _USUAL_HEIGHT) * size[:, 1]) / size[:, 1]
    order = np.argsort(off, kind="stable")
    return tuple(int(row) for row in order if is_there[row] and is_small[row])
