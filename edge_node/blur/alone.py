"""Heads of people whose box was not found: somebody stands before them, and only the face shows.

A detector of people takes two in one line of sight for one, where a detector of faces still sees both. A
face is somebody's whose box ends there; what is left over inside the crowd belongs to somebody hidden.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes

Floats = NDArray[np.float64]

ABOVE_FACE = 0.4
"""How far the top of a head lies above its face, in heights of the face."""
_ASIDE, _ABOVE, _BELOW = 0.6, -0.1, 0.55
"""A face may be somebody's so far from the middle of their box, in its widths, and so far below its top."""
_ASIDE_COSTS, _DOUBT_COSTS = 0.2, 0.1
"""What a box's width aside, and a box that is no more than a doubt, cost in heights of the box."""


def heads_alone(faces: Boxes, people: Boxes, scores: NDArray[np.float32]) -> Boxes:
    """Return the heads at the top of nobody's box, float32 (K, 4): each face up to where its hair ends.

    Shape: (F, 4), (N, 4), (N,). Every box has one face at most, the nearest to its top.
    """
    heads = _heads(faces)
    is_alone = np.ones(len(heads), np.bool_)
    is_faceless = np.ones(len(people), np.bool_)
    cost = _costs(heads, people, scores)
    for flat in np.argsort(cost, axis=None, kind="stable"):
        head, person = np.unravel_index(flat, cost.shape)
        if not np.isfinite(cost[head, person]):
            break
        if is_alone[head] and is_faceless[person]:
            is_alone[head] = is_faceless[person] = False
    return np.asarray(heads[is_alone], np.float32)


def _heads(faces: Boxes) -> Boxes:
    heads = faces.copy()
    heads[:, 1] -= ABOVE_FACE * (faces[:, 3] - faces[:, 1])
    return heads


def _costs(heads: Boxes, people: Boxes, scores: NDArray[np.float32]) -> Floats:
    """Return how badly each head fits each box, (K, N); infinite where it is not theirs."""
    sizes = np.maximum(people[:, 2:] - people[:, :2], 1e-6)
    below = (heads[:, 1][:, None] - people[:, 1]) / sizes[:, 1]
    middles = (people[:, 0] + people[:, 2]) / 2
    aside = np.abs((heads[:, 0] + heads[:, 2])[:, None] / 2 - middles) / sizes[:, 0]
    cost = np.abs(below) + _ASIDE_COSTS * aside + _DOUBT_COSTS * (1 - scores)
    is_theirs = (aside <= _ASIDE) & (below >= _ABOVE) & (below <= _BELOW)
    return np.where(is_theirs, cost, np.inf)
