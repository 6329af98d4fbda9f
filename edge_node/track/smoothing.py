"""Boxes of a track that is over: each told by what came before it and by what came after.

The motion model of kalman.py, solved for all moments at once instead of one after the other: the same answer
as the filter's at the last moment, and no lag before it. Noise and push grow alike with the box, so its size
cancels.
Source: Rauch, Tung, Striebel 1965, as one least-squares problem.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

from edge_node.track.kalman import (
    FIRST_SIZE_SPEED_SHARE,
    FIRST_SPEED_SHARE,
    MEASURED_SHARE,
    PUSH_SHARE,
    SIZE_PUSH_SHARE,
    to_cxcywh,
    to_xyxy,
)

Floats = NDArray[np.float64]


def smoothed(t_s: Floats, boxes_xyxy_px: Floats, is_seen: NDArray[np.bool_]) -> Floats:
    """Return the most likely box of every moment; what stands in unseen rows is not read.

    Shape: (T,) strictly increasing, (T, 4), (T,) → (T, 4). The first moment must be a seen one.
    """
    measured = to_cxcywh(np.where(is_seen[:, None], boxes_xyxy_px, 0.0))
    centre = _solved(t_s, measured[:, :2], is_seen, (PUSH_SHARE, FIRST_SPEED_SHARE))
    size = _solved(t_s, measured[:, 2:], is_seen, (SIZE_PUSH_SHARE, FIRST_SIZE_SPEED_SHARE))
    return to_xyxy(np.hstack((centre, np.maximum(size, 1.0))))


def _solved(t_s: Floats, measured: Floats, is_seen: NDArray[np.bool_], shares: tuple[float, float]) -> Floats:
    """Return the positions of the likeliest path.  Shape: (T,), (T, C), (T,) → (T, C)."""
    push_share, first_speed_share = shares
    sure = is_seen / MEASURED_SHARE**2
    banded = _bonds(np.diff(t_s), push_share**2)
    banded[0, 0::2] += sure
    banded[0, 1] += 1 / first_speed_share**2
    pull = np.zeros((2 * len(t_s), measured.shape[1]))
    pull[0::2] = sure[:, None] * measured
    path: Floats = solveh_banded(banded, pull, lower=True)[0::2]
    return path


def _bonds(dt_s: Floats, push: float) -> Floats:
    """Return what ties each moment (position, speed) to the next, lower banded.  Shape: (T-1,) → (4, 2T)."""
    cubic, square, linear = 12 / (push * dt_s**3), 6 / (push * dt_s**2), 1 / (push * dt_s)
    banded = np.zeros((4, 2 * len(dt_s) + 2))
    place, speed = banded[:, 0::2], banded[:, 1::2]
    place[0, :-1] += cubic
    place[0, 1:] += cubic
    speed[0, :-1] += 4 * linear
    speed[0, 1:] += 4 * linear
    place[1, :-1] += square
    place[1, 1:] -= square
    place[2, :-1] -= cubic
    place[3, :-1] += square
    speed[1, :-1] -= square
    speed[2, :-1] += 2 * linear
    return banded
