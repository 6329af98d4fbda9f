"""When a track's hand is in a shelf: for a moment at least, standing, short ways out forgiven."""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import NOT_LOOKED, Reach, Track

CARRY_S = 1.0
"""A look holds this long when no other follows: not every frame is looked at."""

GAP_S = 1.0
"""A hand out of the shelf for less than this has not left it."""

MIN_REACH_S = 0.4
"""A hand in the shelf for less than this is a flicker."""

WALKING_M_S = 0.8
"""Who moves on faster than this meanwhile has a hand in no shelf.  Source: DECISIONS.md, 2026-11-28."""

AROUND_S = 0.5
"""Moving on is looked at from so long before to so long after: places jitter."""

Stretch = tuple[float, float]
"""Start and end in unix seconds."""


def reaches_of(track: Track, shelf_names: tuple[str, ...]) -> tuple[Reach, ...]:
    """Return the track's hands in shelves, in order of starting; two of one shelf never overlap.

    A stretch begins half-way between the last look that saw no hand there and the first that did, and ends
    likewise, but reaches no further than CARRY_S from a look.
    """
    if track.hand_at is None:
        return ()
    looked = track.hand_at != NOT_LOOKED
    t_s, hand_at = track.t_s[looked], track.hand_at[looked]
    reaches = [
        Reach(shelf=name, started_at_s=start_s, ended_at_s=end_s)
        for index, name in enumerate(shelf_names)
        for start_s, end_s in _merge(_stretches(t_s, hand_at == index))
        if end_s - start_s >= MIN_REACH_S and not _walks(track, start_s, end_s)
    ]
    return tuple(sorted(reaches, key=lambda reach: reach.started_at_s))


def _stretches(t_s: NDArray[np.float64], is_there: NDArray[np.bool_]) -> list[Stretch]:
    """Return for every look that saw the hand how far it holds to both sides."""
    there = np.flatnonzero(is_there)
    if len(there) == 0:
        return []
    half_s = np.minimum(np.diff(t_s) / 2, CARRY_S)
    before_s, after_s = np.concatenate([[0.0], half_s]), np.concatenate([half_s, [0.0]])
    starts_s = (t_s - before_s)[there].tolist()
    ends_s = (t_s + after_s)[there].tolist()
    return list(zip(starts_s, ends_s, strict=True))


def _merge(stretches: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start_s, end_s in stretches:
        if merged and start_s - merged[-1][1] < GAP_S:
            merged[-1] = (merged[-1][0], end_s)
        else:
            merged.append((start_s, end_s))
    return merged


def _walks(track: Track, start_s: float, end_s: float) -> bool:
    """Return whether the track is in another place at the end than at the beginning."""
    around_s = np.clip((start_s - AROUND_S, end_s + AROUND_S), track.t_s[0], track.t_s[-1])
    if around_s[1] <= around_s[0]:
        return False
    x_m, y_m = (np.interp(around_s, track.t_s, track.floor_xy_m[:, axis]) for axis in (0, 1))
    moved_m = float(np.hypot(x_m[1] - x_m[0], y_m[1] - y_m[0]))
    return moved_m > WALKING_M_S * float(around_s[1] - around_s[0])
