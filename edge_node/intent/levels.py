"""How somebody moves, in eleven coarse levels a moment: no lengths, no place, no left and right.

Every quantity is a ratio to the trunk's own length or an angle, so that size is not in it, and each is cut
into two to four levels at once. What comes out is what may be stored; the quantities themselves are not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

JOINTS = 12
"""Shoulders, elbows, wrists, hips, knees, ankles, left before right."""

UNREAD = -1
"""The level of what was not read at that moment."""

AROUND_S = 0.5
"""Changes are looked at from so long before to so long after: single moments jitter."""

TRUNK_BREADTHS = 1.3
"""A trunk seen from above looks short; it is as long as this many breadths of the shoulders."""


@dataclass(frozen=True, slots=True)
class Level:
    """One quantity and where it is cut."""

    name: str
    edges: tuple[float, ...]
    """Ascending; a choice: round numbers, the same everywhere."""


LEVELS = (
    Level("floor speed, m/s", (0.2, 0.8)),
    Level("turn, degrees a second", (20.0, 60.0)),
    Level("longer arm, trunks", (0.6, 0.9, 1.1)),
    Level("shorter arm, trunks", (0.5,)),
    Level("furthest wrist from the trunk's line, trunks", (0.4, 0.7, 1.0)),
    Level("lean, degrees", (12.0, 30.0)),
    Level("breadth of shoulders, trunks", (0.35,)),
    Level("higher hand over the hips, trunks", (0.2, 0.6, 1.1)),
    Level("lower hand over the hips, trunks", (0.0, 0.4)),
    Level("knee bend, degrees", (25.0, 60.0)),
    Level("change of the longer arm, trunks a second", (-0.4, 0.4)),
)
"""Source: DESIGN §4; facing a shelf is told by breadth where no shelf is known."""

WAY = 2
"""The first so many levels are told by the way on the floor, the others by the body."""


def levels_of(t_s: Floats, joints: Floats, floor_xy_m: Floats) -> NDArray[np.int8]:
    """Return int8 (T, 11): way_levels before body_levels."""
    return np.column_stack((way_levels(t_s, floor_xy_m), body_levels(t_s, joints)))


def way_levels(t_s: Floats, floor_xy_m: Floats) -> NDArray[np.int8]:
    """Return int8 (T, WAY): how fast somebody walks, and how fast they turn while they do.

    t_s: float64 (T,), ascending. floor_xy_m: float64 (T, 2).
    """
    return _cut(_way(t_s, floor_xy_m), LEVELS[:WAY])


def body_levels(t_s: Floats, joints: Floats) -> NDArray[np.int8]:
    """Return int8 (T, 11 - WAY), each from 0 to the number of its edges; the same for the mirrored body.

    t_s: float64 (T,), ascending. joints: float64 (T, JOINTS, 2 or 3), the second axis up, in any one unit;
    nan where one was not measured: what follows from it is UNREAD.
    """
    return _cut(_body(t_s, joints), LEVELS[WAY:])


def _cut(quantities: Floats, levels: tuple[Level, ...]) -> NDArray[np.int8]:
    columns = [np.digitize(quantities[:, k], level.edges) for k, level in enumerate(levels)]
    return np.where(np.isfinite(quantities), np.column_stack(columns), UNREAD).astype(np.int8)


def _body(t_s: Floats, joints: Floats) -> Floats:
    shoulders, wrists, hips, knees, ankles = (joints[:, k : k + 2] for k in (0, 4, 6, 8, 10))
    neck, root = shoulders.mean(axis=1), hips.mean(axis=1)
    breadth = np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=1)
    trunk = np.maximum(np.linalg.norm(neck - root, axis=1), TRUNK_BREADTHS * breadth) + 1e-6
    back = (neck - root) / (np.linalg.norm(neck - root, axis=1) + 1e-6)[:, None]
    arms = _sorted(np.linalg.norm(wrists - shoulders, axis=2) / trunk[:, None])
    from_root = wrists - root[:, None]
    beside = from_root - (from_root @ back[:, :, None]) * back[:, None]
    heights = _sorted(from_root[:, :, 1] / trunk[:, None])
    return np.column_stack(
        (
            arms[:, 1],
            arms[:, 0],
            np.linalg.norm(beside, axis=2).max(axis=1) / trunk,
            np.degrees(np.arccos(np.clip(back[:, 1], -1, 1))),
            breadth / trunk,
            heights[:, 1],
            heights[:, 0],
            _bend_deg(hips, knees, ankles).max(axis=1),
            _slope(t_s, arms[:, 1]),
        )
    )


def _sorted(pair: Floats) -> Floats:
    """Return the smaller and the larger of two; of one alone it is not known which it is."""
    is_whole = np.isfinite(pair).all(axis=1, keepdims=True)
    return np.where(is_whole, np.sort(pair, axis=1), np.nan)


def _way(t_s: Floats, floor_xy_m: Floats) -> Floats:
    """Return speed in m/s and how fast the heading turns in degrees a second, whichever way."""
    velocity = np.column_stack([_slope(t_s, floor_xy_m[:, axis]) for axis in (0, 1)])
    speed_m_s = np.hypot(*velocity.T)
    walks = speed_m_s >= LEVELS[0].edges[0]
    heading = np.full(len(t_s), np.nan)
    heading[walks] = np.unwrap(np.arctan2(velocity[walks, 1], velocity[walks, 0]))
    turn_deg_s = np.degrees(np.abs(_slope(t_s, heading)))
    return np.column_stack((speed_m_s, np.where(walks, turn_deg_s, 0.0)))


def _bend_deg(hips: Floats, knees: Floats, ankles: Floats) -> Floats:
    """Return how far each knee is from straight."""
    thigh, shank = knees - hips, ankles - knees
    lengths = np.maximum(np.linalg.norm(thigh, axis=2) * np.linalg.norm(shank, axis=2), 1e-9)
    bend: Floats = np.degrees(np.arccos(np.clip((thigh * shank).sum(axis=2) / lengths, -1, 1)))
    return bend


def _slope(t_s: Floats, values: Floats) -> Floats:
    """Return the change a second from AROUND_S before to AROUND_S after; nan where the value is."""
    slope, known = np.full(len(t_s), np.nan), np.isfinite(values)
    if not known.any():
        return slope
    at_s, there = t_s[known], values[known]
    from_s, until_s = np.maximum(at_s - AROUND_S, at_s[0]), np.minimum(at_s + AROUND_S, at_s[-1])
    change = np.interp(until_s, at_s, there) - np.interp(from_s, at_s, there)
    slope[known] = change / np.maximum(until_s - from_s, 1e-9)
    return slope
