"""Where somebody stands while feet and head say different places: by whichever of them stayed.

Whoever hides a person's legs moves the lower edge of their box, by a metre of floor from look to look; who
bends moves its upper edge. Neither moves both, and a walk moves both alike.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.track.upright import SHORTEST_M, TALLEST_M, USUAL_M, Upright

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

APART_M = 0.3
"""Feet and head that say places this far apart contradict each other."""

ABOUT_S, BLOCK_S = 4.0, 2.0
"""How tall somebody is, is taken from the looks of so many seconds to both sides, anew for each block: a head
is compared with what was usual about then, so that it matters little how tall the person really is, nor for
long when a track has gone over to somebody else."""


def by_heads(t_s: Floats, floor_m: Floats, tops_px: Floats, is_whole: Mask, upright: Upright) -> Floats:
    """Return where heads say that somebody stood whose feet were seen there; nan where they do not say.

    Shape: (T,), (T, 2), (T, 2), (T,) → (T, 2).  is_whole: whose feet showed.
    """
    heights_m = upright.height_m(floor_m, tops_px)
    is_known = is_whole & (heights_m >= SHORTEST_M) & (heights_m <= TALLEST_M)
    blocks = ((t_s - t_s[0]) // BLOCK_S).astype(np.int64)
    places = np.empty_like(floor_m)
    for block in np.unique(blocks):
        rows = blocks == block
        middle_s = t_s[0] + (block + 0.5) * BLOCK_S
        about = is_known & (np.abs(t_s - middle_s) <= ABOUT_S)
        height_m = float(np.median(heights_m[about])) if about.any() else USUAL_M
        places[rows] = upright.under_heads(tops_px[rows], height_m)
    return places


def steadied(by_feet_m: Floats, by_head_m: Floats, is_whole: Mask) -> Floats:
    """Return where somebody stood: by their feet; where the head contradicts them, by whichever moved less.

    Shape: (T, 2), (T, 2), (T,) in order of time → (T, 2).  Moved since the look before; ahead of the first
    look on which both agree, since the one after. Without any such look feet are believed, and so are places
    of who did not show whole.
    """
    places = by_feet_m.copy()
    apart_m = np.linalg.norm(by_feet_m - by_head_m, axis=1)
    agreed, doubted = np.flatnonzero(apart_m <= APART_M), np.flatnonzero((apart_m > APART_M) & is_whole)
    if len(agreed) == 0 or len(doubted) == 0:
        return places
    later, earlier = doubted[doubted > agreed[0]], doubted[doubted < agreed[0]][::-1]
    for row, beside in [*((row, row - 1) for row in later), *((row, row + 1) for row in earlier)]:
        by_feet, by_head = (np.hypot(*(each[row] - places[beside])) for each in (by_feet_m, by_head_m))
        if by_head < by_feet:
            places[row] = by_head_m[row]
    return places
