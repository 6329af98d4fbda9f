"""People on a floor seen by several cameras: noise, offsets, clocks, edges of view, people hiding people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Track, TrackId

Floats = NDArray[np.float64]

CONFIRM_S = 0.6
"""A tracker needs this long to believe in somebody."""
LOST_S = 2.0
"""Unseen for longer, a track has ended and another begins."""
MEMORY_S = 0.5
"""How long the error of a foot point stays alike."""
BODY_M = 0.25
"""Half the width of a person who hides another."""


_AT_ONCE = 100
"""Samples that are worked through together."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What one person really did."""

    t_s: Floats
    xy_m: Floats

    def at(self, t_s: Floats) -> Floats:
        """Return where the person was at the moments, nan when not there."""
        return np.column_stack(
            [np.interp(t_s, self.t_s, self.xy_m[:, axis], left=np.nan, right=np.nan) for axis in (0, 1)]
        )


@dataclass(frozen=True, slots=True)
class Eye:
    """One camera: where it hangs, what floor it sees, how wrong it is."""

    name: str
    place_m: tuple[float, float]
    field_m: tuple[float, float, float, float]
    """x0, y0, x1, y1 of the floor it sees."""
    offset_m: tuple[float, float] = (0.0, 0.0)
    """Its calibration puts everybody this far off."""
    jitter_m: float = 0.0
    """Standard deviation of foot points along x and y, alike for MEMORY_S."""
    clock_s: float = 0.0
    """Its clock is this far ahead."""
    rate_hz: float = 5.0
    hides: bool = False
    """People hide those behind them."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One track, and whose it truly is."""

    camera: str
    person: int
    track: Track


def seen_by(eye: Eye, walks: Sequence[Walk], rng: np.random.Generator) -> list[Seen]:
    """Return the tracks that the camera makes of the people, in the order in which they end."""
    first = min(walk.t_s[0] for walk in walks) + float(rng.uniform(0, 1 / eye.rate_hz))
    t_s = np.arange(first, max(walk.t_s[-1] for walk in walks), 1 / eye.rate_hz)
    places = np.stack([walk.at(t_s) for walk in walks])
    is_seen = _is_in_field(places, eye) & ~(_is_hidden(places, eye) if eye.hides else False)
    found = []
    for person, visible in enumerate(is_seen):
        for rows in _stretches(t_s, visible):
            noise = eye.jitter_m * _jitter(len(rows), 1 / (eye.rate_hz * MEMORY_S), rng)
            floor = (places[person, rows] + np.array(eye.offset_m) + noise).astype(np.float32)
            at_s = t_s[rows] + eye.clock_s
            track = Track(TrackId(0), float(at_s[0]) + CONFIRM_S, at_s, floor, view="hall")
            found.append(Seen(eye.name, person, track))
    return sorted(found, key=lambda seen: float(seen.track.t_s[-1]))


def _is_in_field(places: Floats, eye: Eye) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = eye.field_m
    x, y = places[..., 0], places[..., 1]
    inside: NDArray[np.bool_] = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    return inside


def _is_hidden(places: Floats, eye: Eye) -> NDArray[np.bool_]:
    """Return who has somebody nearer to the camera on the same bearing: bool (P, T)."""
    hidden = np.zeros(places.shape[:2], dtype=np.bool_)
    way = places - np.array(eye.place_m)
    for first in range(0, places.shape[1], _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        there = np.flatnonzero(np.isfinite(way[:, part, 0]).any(axis=1))
        x, y = way[there, part, 0], way[there, part, 1]
        far, bearing = np.hypot(x, y), np.arctan2(y, x)
        for other in range(len(there)):
            turn = np.abs((bearing - bearing[other] + np.pi) % (2 * np.pi) - np.pi)
            hidden[there, part] |= (far[other] < far - BODY_M) & (turn * far[other] < BODY_M)
    return hidden


def _stretches(t_s: Floats, is_seen: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """Yield the samples of each track: gaps up to LOST_S do not end it, flickers are none."""
    rows = np.flatnonzero(is_seen)
    if not len(rows):
        return
    for part in np.split(rows, np.flatnonzero(np.diff(t_s[rows]) > LOST_S) + 1):
        if t_s[part[-1]] - t_s[part[0]] >= CONFIRM_S:
            yield part


def _jitter(count: int, forget: float, rng: np.random.Generator) -> Floats:
    """Return noise of variance 1 that is alike from sample to sample: float64 (count, 2)."""
    keep = float(np.exp(-forget))
    noise = rng.standard_normal((count, 2))
    for row in range(1, count):
        noise[row] = keep * noise[row - 1] + np.sqrt(1 - keep**2) * noise[row]
    return noise
