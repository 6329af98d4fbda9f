"""From what people did to what cameras would have tracked: samples, a little jitter, one track a camera."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import NO_SHELF, Track, TrackId
from edge_node.simulation.grounding import CONFIRM_S
from edge_node.simulation.movement import Movement
from edge_node.simulation.moving import levels_at
from edge_node.simulation.shop import Shop, placed_shelves

RATE_HZ = 2.0
"""Positions per second; every moment lies on the grid of unix time."""
TRACK_CUT_S = 1800.0
"""A camera's track ends after this long and the rest is not seen (track_cut_minutes of the chain)."""
JITTER_M = 0.04
"""Standard deviation of the position noise, which is smooth over about three samples."""
JITTER_BOUND_M = 0.12
"""The noise never moves a point further along x or y."""

Floats = NDArray[np.float64]


def sample(movements: Sequence[Movement], rate_hz: float) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Return movement index (S,), unix seconds (S,) and planned positions (S, 2), person by person."""
    first = np.array([np.ceil(m.t_s[0] * rate_hz) for m in movements])
    last = np.array([np.floor(m.t_s[-1] * rate_hz) for m in movements])
    counts = np.maximum(last - first + 1, 0).astype(np.int64)
    index = np.repeat(np.arange(len(movements)), counts)
    ends = np.cumsum(counts)
    ticks = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
    t_s = (np.repeat(first, counts) + ticks) / rate_hz
    return index, t_s, _interpolate(movements, index, t_s)


def _interpolate(movements: Sequence[Movement], index: NDArray[np.int64], t_s: Floats) -> Floats:
    """Interpolate everybody at once: each person gets a stretch of one long time axis."""
    if not movements:
        return np.empty((0, 2))
    start = np.array([m.t_s[0] for m in movements])
    length = np.array([m.t_s[-1] - m.t_s[0] for m in movements])
    offset = np.concatenate([[0.0], np.cumsum(length + 1.0)[:-1]]) - start
    sizes = [len(m.t_s) for m in movements]
    knots = np.concatenate([m.t_s for m in movements]) + np.repeat(offset, sizes)
    xy_m = np.concatenate([m.xy_m for m in movements])
    at = t_s + offset[index]
    return np.stack([np.interp(at, knots, xy_m[:, axis]) for axis in (0, 1)], axis=1)


def tracks(
    shop: Shop,
    movements: Sequence[Movement],
    rng: np.random.Generator,
    rate_hz: float = RATE_HZ,
    *,
    with_bodies: bool = False,
) -> tuple[Track, ...]:
    """Return one track per person and stay in a camera's coverage, in the order in which they end.

    A track ends at TRACK_CUT_S at the latest; one under CONFIRM_S was never confirmed: left out.
    with_bodies: whether they say how their people moved, which takes three times as long.
    """
    index, t_s, planned = sample(movements, rate_hz)
    xy_m = planned + jitter(len(planned), rng)
    hand_at = hands_at(shop, movements, index, t_s)
    moved, postures = levels_at(movements, index, t_s, xy_m) if with_bodies else (None, None)
    camera = cameras_at(shop, planned)
    pieces = _pieces(index, camera, t_s)
    kept = [(a, b) for a, b in pieces if camera[a] >= 0 and t_s[b - 1] - t_s[a] >= CONFIRM_S]
    kept.sort(key=lambda piece: (t_s[piece[1] - 1], piece[0]))
    return tuple(
        Track(
            TrackId(number),
            float(t_s[a]) + CONFIRM_S,
            t_s[a:b].copy(),
            xy_m[a:b].astype(np.float32),
            view=shop.coverages[camera[a]].camera,
            hand_at=hand_at[a:b].copy(),
            movement=None if moved is None else moved[a:b].copy(),
            posture=None if postures is None else postures[a:b].copy(),
        )
        for number, (a, b) in enumerate(kept, start=1)
    )


def hands_at(
    shop: Shop, movements: Sequence[Movement], index: NDArray[np.int64], t_s: Floats
) -> NDArray[np.int8]:
    """Return which shelf of the site file each sample's hand is in: int8 (S,), NO_SHELF for none.

    index: movement of each sample, ascending; t_s: unix seconds, ascending within one movement.
    """
    shelves = {placed.shelf.name: number for number, placed in enumerate(placed_shelves(shop))}
    hand_at = np.full(len(t_s), NO_SHELF, dtype=np.int8)
    starts = np.searchsorted(index, np.arange(len(movements) + 1))
    for movement, first, last in zip(movements, starts[:-1], starts[1:], strict=True):
        for act in movement.acts:
            if act.kind == "hold" and act.shelf in shelves:
                start, end = np.searchsorted(t_s[first:last], (act.from_s, act.until_s))
                hand_at[first + start : first + end] = shelves[act.shelf]
    return hand_at


def cameras_at(shop: Shop, xy_m: Floats) -> NDArray[np.int64]:
    """Return which coverage holds each point, -1 for none: int64 (S,)."""
    camera = np.full(len(xy_m), -1)
    for number, coverage in enumerate(shop.coverages):
        box = coverage.box
        inside = (xy_m[:, 0] >= box.x0_m) & (xy_m[:, 0] < box.x1_m)
        inside &= (xy_m[:, 1] >= box.y0_m) & (xy_m[:, 1] < box.y1_m)
        camera[inside & (camera < 0)] = number
    return camera


def jitter(count: int, rng: np.random.Generator) -> Floats:
    """Return smooth noise, float64 (count, 2), never beyond JITTER_BOUND_M."""
    white = rng.standard_normal((count + 2, 2))
    smooth = (white[:-2] + white[1:-1] + white[2:]) * (JITTER_M / np.sqrt(3))
    bounded: Floats = np.clip(smooth, -JITTER_BOUND_M, JITTER_BOUND_M)
    return bounded


def _pieces(index: NDArray[np.int64], camera: NDArray[np.int64], t_s: Floats) -> list[tuple[int, int]]:
    """Return [first, last) of every stretch of one person in one camera, cut at TRACK_CUT_S."""
    if not len(t_s):
        return []
    edges = np.flatnonzero((np.diff(index) != 0) | (np.diff(camera) != 0)) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(t_s)]])
    last_s = np.minimum(t_s[ends - 1], t_s[starts] + TRACK_CUT_S)
    kept = [
        int(start + np.searchsorted(t_s[start:end], until_s, side="right"))
        for start, end, until_s in zip(starts, ends, last_s, strict=True)
    ]
    return list(zip(starts.tolist(), kept, strict=True))
