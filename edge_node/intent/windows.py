"""From one ended track to one coarse window, drawn before anything is stored, and its label by hindsight.

Every track is one window at most, so that who is protected by one is protected by the other.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.hindsight import label_of
from edge_node.intent.levels import LEVELS, UNREAD, WAY
from edge_node.intent.nearness import Nearness
from edge_node.intent.window import FEATURES, STEP_S, STEPS, Example, Window
from edge_node.observations import Track
from edge_node.site import Site
from privacy.randomness import Random

NEAR_S = 0.5
"""A point of the track further than this from a moment says nothing of it."""

_WORD_BYTES = 8


def example_of(track: Track, site: Site, nearness: Nearness, random: Random) -> Example | None:
    """Return one of the track's windows, each as likely as any other, with what came after it.

    None for a track whose source knows no body, that is shorter than a window, or whose person wore a badge.
    nearness: of the same site; random: ``secrets.token_bytes`` wherever the track is of a real person.
    """
    starts_s = starts_of(track)
    if track.movement is None or track.badge is not None or len(starts_s) == 0:
        return None
    start_s = float(starts_s[_below(len(starts_s), random)])
    return Example(
        window_at(track, track.movement, start_s, nearness), label_of(track, start_s + STEPS * STEP_S, site)
    )


def starts_of(track: Track) -> NDArray[np.float64]:
    """Return when each window of the track could begin, unix seconds: one a second, wholly within it."""
    length_s = float(track.t_s[-1] - track.t_s[0]) if len(track.t_s) else 0.0
    return track.t_s[:1] + np.arange(max(int(length_s - STEPS * STEP_S) + 1, 0) if length_s else 0)


def window_at(track: Track, movement: NDArray[np.int8], start_s: float, nearness: Nearness) -> Window:
    """Return the window that begins at the moment; what was not read near a step of it is UNREAD.

    movement: the track's own, int8 (T, 11).
    """
    levels = np.full((STEPS, len(FEATURES)), UNREAD, dtype=np.int8)
    at_s = start_s + np.arange(STEPS, dtype=np.float64) * STEP_S
    is_read = (movement[:, WAY:] != UNREAD).any(axis=1)
    for step, moment_s in enumerate(at_s):
        away_s = np.abs(track.t_s - moment_s)
        levels[step, :WAY] = _nearest(movement[:, :WAY], away_s)
        levels[step, WAY : len(LEVELS)] = _nearest(movement[:, WAY:], np.where(is_read, away_s, np.inf))
    levels[:, len(LEVELS) :] = nearness.levels(_places(track, at_s))
    return Window(levels)


def _nearest(levels: NDArray[np.int8], away_s: NDArray[np.float64]) -> NDArray[np.int8]:
    row = int(np.argmin(away_s))
    return levels[row] if away_s[row] <= NEAR_S else np.full(levels.shape[1], UNREAD, dtype=np.int8)


def _places(track: Track, at_s: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.interp(at_s, track.t_s, track.floor_xy_m[:, axis]) for axis in (0, 1)], axis=1)


def _below(count: int, random: Random) -> int:
    """Return a whole number below count, all equally likely: words that would favour some are drawn again."""
    span = 1 << 8 * _WORD_BYTES
    while True:
        word = int.from_bytes(random(_WORD_BYTES))
        if word < span - span % count:
            return word % count
