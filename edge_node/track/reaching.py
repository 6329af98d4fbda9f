"""From single looks at somebody's hands to what is said of each moment: a hand in a shelf is a change.

How likely one look finds a hand in a shelf depends on the view: before a shelf at the back of the picture,
arms are hidden whatever they do. So looks are compared with what the same person's were like around then, and
the likeliest way in and out is taken (`in_or_out.py`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import NO_SHELF, NOT_LOOKED
from edge_node.track.in_or_out import is_in

Floats = NDArray[np.float64]

SURE = -0.85
"""Log odds from which one look alone says that a hand is in the shelf: 0.3."""
AROUND_S = 0.45
"""Looks so near in time are taken together to say what is usual; they are 0.1 to 0.5 s apart."""
USUAL_S = 15.0
"""So long before and after says what is usual: several times as long as a hand is in a shelf."""
FEWEST = 3
"""So many looks within reach of a shelf say what is usual."""
USUAL, LEAST_USUAL, MOST_USUAL = -3.0, -4.0, -2.0
"""Log odds that are usual where there are fewer, the least, and the most: what is sure stays sure."""
MORE = 1.5
"""How far above the usual log odds looks speak for a hand in the shelf. Source: drawn clips, 41 to 44."""
NEVER = -7.0
"""Log odds out of reach of every shelf."""


class HandLook(NamedTuple):
    """One look at somebody's hands."""

    shelf: int
    """The likeliest shelf within reach, NO_SHELF for none there, or NOT_LOOKED."""
    log_odds: float
    """Natural log odds that a hand is in it."""

    @property
    def hand_at(self) -> int:
        """What this look alone says: a shelf, NO_SHELF or NOT_LOOKED."""
        return self.shelf if self.shelf < 0 or self.log_odds > SURE else NO_SHELF


NOTHING_SEEN = HandLook(NOT_LOOKED, 0.0)
OUT_OF_REACH = HandLook(NO_SHELF, NEVER)


def hands_at(t_s: Floats, looks: list[HandLook]) -> NDArray[np.int8]:
    """Return which shelf a hand is in at each moment, NO_SHELF or NOT_LOOKED.

    Shape: (T,) increasing, T looks → (T,).
    """
    shelf = np.array([look.shelf for look in looks], dtype=np.int8)
    seen = np.flatnonzero(shelf != NOT_LOOKED)
    t_s, odds = t_s[seen], np.array([looks[row].log_odds for row in seen], dtype=np.float64)
    around = np.array([odds[rows].mean() for rows in _within(t_s, t_s, AROUND_S)])
    near = np.flatnonzero(shelf[seen] >= 0)
    usual = np.full(len(seen), np.inf)
    usual[near] = [_usual(around[near][rows]) for rows in _within(t_s[near], t_s[near], USUAL_S)]
    shelf[seen[~is_in(t_s, odds - usual - MORE)]] = NO_SHELF
    return shelf


def _usual(odds: Floats) -> float:
    if len(odds) < FEWEST:
        return USUAL
    return min(max(float(np.median(odds)), LEAST_USUAL), MOST_USUAL)


def _within(t_s: Floats, at_s: Floats, around_s: float) -> list[slice]:
    """Return for each moment which of the times lie so near to it."""
    first = np.searchsorted(t_s, at_s - around_s, side="left").tolist()
    after = np.searchsorted(t_s, at_s + around_s, side="right").tolist()
    return [slice(low, high) for low, high in zip(first, after, strict=True)]
