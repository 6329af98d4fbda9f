"""A track begins and ends on its way: its person walked before they were found and after they were lost.

Without that, a person followed in two pieces, one on each side of a line, crossed it in neither. Each track
is lengthened by its own points alone, so what one track counts never depends on another.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BEYOND_S = 0.3
"""Where a site is in metres, so long a walk goes on at either end. Between two pieces of one walk often lie
0.5 s and more, and about half of that belongs to each.  Source: edge_node/track/DECISIONS.md."""

WAY_S = 0.9
"""So long before an end the track says which way it leads."""

MIN_SPEED_M_S = 0.3
"""Slower than this nobody is on the way anywhere."""

_FEWEST = 3
_STEP_S = 0.1


def with_ends(t_s: Floats, points_xy_m: Floats, beyond_s: float) -> tuple[Floats, Floats]:
    """Return the track with straight ends of so many seconds, as it walked there; who stood has none.

    Shape: (T,), (T, 2) → (T + up to 20 beyond_s,), likewise.
    """
    after_s = np.arange(1, round(beyond_s / _STEP_S) + 1) * _STEP_S
    times, points = [t_s], [points_xy_m]
    for row, since_s, place in ((-1, after_s, len(times)), (0, -after_s[::-1], 0)):
        speed = _speed_m_s(t_s, points_xy_m, row)
        if speed is not None:
            times.insert(place, t_s[row] + since_s)
            points.insert(place, points_xy_m[row] + since_s[:, None] * speed)
    return np.concatenate(times), np.concatenate(points)


def _speed_m_s(t_s: Floats, points_xy_m: Floats, row: int) -> Floats | None:
    """Return how the track walked at this end, float64 (2,); None where it stood or is not known."""
    near = (np.abs(t_s - t_s[row]) <= WAY_S) & np.isfinite(points_xy_m).all(axis=1)
    if near.sum() < _FEWEST or not np.isfinite(points_xy_m[row]).all():
        return None
    since_s, aside_m = t_s[near] - t_s[near].mean(), points_xy_m[near] - points_xy_m[near].mean(axis=0)
    speed: Floats = since_s @ aside_m / (since_s @ since_s)
    return speed if np.hypot(*speed) >= MIN_SPEED_M_S else None
