"""Whose legs do not show: somebody behind a table, whose box ends at its top and not at their feet.

Such a box is wide for its height, and its lower edge meets the floor further away than the person stands,
where somebody so tall in the picture would be short. Who bends looks like that as well, but not for long.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.track.assign import Floats

WIDE_SHARE = 0.5
"""A box wider than this share of its height. Source: DECISIONS.md, drawn boxes."""

SHORT_M = 1.6
"""Somebody who would be shorter than this."""

LASTING_S, MOST = 8.0, 0.8
"""It is so in this share of the looks of so many seconds: longer than hands are in shelves."""

Mask = NDArray[np.bool_]


def looks_cut(wide: Floats, height_m: Floats) -> Mask:
    """Return which boxes look as if they ended above the feet.

    Shape: (T,), (T,) → (T,): width over height of the box, and the height of who stands at its lower edge.
    """
    cut: Mask = (wide > WIDE_SHARE) & (height_m < SHORT_M)
    return cut


def without_legs(t_s: Floats, is_cut: Mask) -> Mask:
    """Return which of these boxes do: those that look like it for long, before, after or around.

    Shape: (T,) increasing, (T,) → (T,).
    """
    lasts = np.zeros(len(t_s), dtype=np.bool_)
    count = np.concatenate([[0], np.cumsum(is_cut)])
    for before_s in (0.0, LASTING_S / 2, LASTING_S):
        first = np.searchsorted(t_s, t_s - before_s, side="left")
        after = np.searchsorted(t_s, t_s - before_s + LASTING_S, side="right")
        lasts |= count[after] - count[first] >= MOST * (after - first)
    hidden: Mask = is_cut & lasts
    return hidden
