"""Reading a track at the round instants of the clock, so that seconds become whole units without bias.

A metric in seconds counts the Unix times divisible by its unit at which the person is there. Rounding each
stay instead would lose every stay shorter than half a unit: at 10 s and walking pace, most of a heatmap.
"""

import math

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Track


def count_of(track: Track, unit_s: int) -> int:
    """Return how many instants lie in [first, last) of the track; its expectation is its length / unit_s."""
    first, last = _span(track, unit_s)
    return max(last - first, 0)


def count_between(from_s: float, until_s: float, unit_s: int) -> int:
    """Return how many instants lie in [from_s, until_s), Unix seconds; on average its length / unit_s."""
    return math.ceil(until_s / unit_s) - math.ceil(from_s / unit_s)


def positions_at(track: Track, unit_s: int) -> NDArray[np.float64]:
    """Return where the person was at each of those instants, linear between the track's points.

    Shape: (count_of(track, unit_s), 2).  Units: metres in the site frame.
    """
    first, last = _span(track, unit_s)
    if last <= first:
        return np.empty((0, 2))
    at_s = np.arange(first, last, dtype=np.float64) * unit_s
    x_m = np.interp(at_s, track.t_s, track.floor_xy_m[:, 0])
    y_m = np.interp(at_s, track.t_s, track.floor_xy_m[:, 1])
    return np.column_stack((x_m, y_m))


def _span(track: Track, unit_s: int) -> tuple[int, int]:
    if len(track.t_s) == 0:
        return 0, 0
    return math.ceil(track.t_s[0] / unit_s), math.ceil(track.t_s[-1] / unit_s)
