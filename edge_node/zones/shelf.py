"""When a track's hand is in a shelf: seen there more than once, short ways out forgiven."""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import NOT_LOOKED, Reach, Track

CARRY_S = 1.0
"""A look holds this long when no other follows: hands are looked at in turns, not in every frame."""

GAP_S = 1.0
"""A hand out of the shelf for less than this has not left it."""

MIN_LOOKS = 2
"""A hand seen in the shelf less often than this is a flicker of the keypoints."""

MIN_REACH_S = 0.25
"""A hand in the shelf for less than this is one as well."""

Stretch = tuple[float, float, int]
"""Start and end in unix seconds, and how many looks saw the hand in the shelf."""


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
        for start_s, end_s, looks in _merge(_stretches(t_s, hand_at == index))
        if looks >= MIN_LOOKS and end_s - start_s >= MIN_REACH_S
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
    return [(start_s, end_s, 1) for start_s, end_s in zip(starts_s, ends_s, strict=True)]


def _merge(stretches: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start_s, end_s, looks in stretches:
        if merged and start_s - merged[-1][1] < GAP_S:
            merged[-1] = (merged[-1][0], end_s, merged[-1][2] + looks)
        else:
            merged.append((start_s, end_s, looks))
    return merged
