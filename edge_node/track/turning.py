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


def is_zigzag(first_s: float, second_s: float) -> bool:
    """Return whether two corners lie too close together for two people: feet leapt, and one walked on."""
    return second_s - first_s <= SIDE_S


def turned_back_s(t_s: Floats, xy_m: Floats) -> float | None:
    """Return when a walk turned back at a corner, within the last 1.8 s, or None.  Shape: (T,), (T, 2)."""
    recent = t_s >= t_s[-1] - 2 * SIDE_S
    t_s, since_s, way_m = t_s[recent], t_s[recent] - t_s[-1], xy_m[recent] - xy_m[-1]
    before, before_m2 = (ways[1:-3] for ways in _ways(since_s, way_m))
    after, after_m2 = (ways[::-1][2:-2] for ways in _ways(since_s[::-1], way_m[::-1]))
    rows = slice(2, len(t_s) - 2)
    is_long = np.minimum(t_s[1:-3] - t_s[0], t_s[-1] - t_s[rows]) >= LEAST_S
    speeds = np.hypot(*before.T), np.hypot(*after.T)
    is_back = (before * after).sum(axis=1) <= OPPOSITE * speeds[0] * speeds[1]
    is_turn = is_long & is_back & (np.minimum(*speeds) >= MIN_SPEED_M_S)
    aside_m = np.where(is_turn, np.sqrt((before_m2 + after_m2) / len(t_s)), np.inf)
    if aside_m.min(initial=np.inf) >= MOST_ASIDE_M:
        return None
    return float(t_s[rows][aside_m.argmin()])


def _ways(t_s: Floats, xy_m: Floats) -> tuple[Floats, Floats]:
    """Return of the straight way through the first 1, 2, … T points its speed and its sum of squares.

    Shape: (T, 2) and (T,), from sums over all points before: the ways of a walk cost as much as one.
    """
    count = np.arange(1, len(t_s) + 1)[:, None]
    mean_s, mean_m = t_s.cumsum()[:, None] / count, xy_m.cumsum(axis=0) / count
    times = (t_s**2).cumsum()[:, None] - count * mean_s**2
    both = (t_s[:, None] * xy_m).cumsum(axis=0) - count * mean_s * mean_m
    places = (xy_m**2).cumsum(axis=0) - count * mean_m**2
    speed = both / np.maximum(times, 1e-9)
    squares = (places - 2 * speed * both + speed**2 * times).sum(axis=1)
    return speed, np.maximum(squares, 0.0)
