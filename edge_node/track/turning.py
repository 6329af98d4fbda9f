"""Whether somebody who walks has turned straight back without slowing down: then it is somebody else.

Two who meet head-on hide each other, and one track goes over from the one to the other. A person who turns
round slows down, stands for a moment and walks off again; a track that has gone over does not.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIDE_S = 0.9
"""How long is looked at before and after a corner, at most."""

LEAST_S = 0.45
"""And at least; 0.9 s of walking back are enough to tell."""

MIN_SPEED_M_S = 0.6
"""Slower than this nobody is on the way anywhere: a stroll. Source: simulation/grounding.py, indoors."""

OPPOSITE = -0.8
"""Cosine between two ways from which on one leads back (143°)."""

MOST_ASIDE_M = 0.25
"""Root mean square distance from the two straight ways: slowing down and turning makes no corner."""

FEWEST = 6
"""Points that two ways are made of, at least."""


def turned_back_s(t_s: Floats, xy_m: Floats) -> float | None:
    """Return when a walk turned back at a corner, within the last 1.8 s, or None.  Shape: (T,), (T, 2)."""
    recent = t_s >= t_s[-1] - 2 * SIDE_S
    t_s, xy_m = t_s[recent], xy_m[recent]
    least_m, found_s = MOST_ASIDE_M, None
    for row in range(2, len(t_s) - 2):
        if min(t_s[row - 1] - t_s[0], t_s[-1] - t_s[row]) < LEAST_S:
            continue
        aside_m = _aside_m(_way(t_s[:row], xy_m[:row]), _way(t_s[row:], xy_m[row:]), len(t_s))
        if aside_m < least_m:
            least_m, found_s = aside_m, float(t_s[row])
    return found_s


def _aside_m(before: tuple[Floats, float], after: tuple[Floats, float], count: int) -> float:
    """Return how far points lie from two ways that lead back on each other; infinite where they do not."""
    speeds = float(np.hypot(*before[0])), float(np.hypot(*after[0]))
    is_back = float(before[0] @ after[0]) <= OPPOSITE * speeds[0] * speeds[1]
    if min(speeds) < MIN_SPEED_M_S or not is_back:
        return np.inf
    return float(np.sqrt((before[1] + after[1]) / count))


def _way(t_s: Floats, xy_m: Floats) -> tuple[Floats, float]:
    """Return the speed of the straight way through the points, float64 (2,), and its sum of squares."""
    since_s, aside_m = (t_s - t_s.mean())[:, None], xy_m - xy_m.mean(axis=0)
    speed: Floats = (since_s * aside_m).sum(axis=0) / max(float((since_s**2).sum()), 1e-9)
    return speed, float(((aside_m - since_s * speed) ** 2).sum())
