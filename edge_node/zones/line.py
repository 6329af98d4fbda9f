"""Counting lines: finite segments that a track crosses at most once, net.

Walking across with *from* on the left hand and *to* on the right is ``in`` (shared.schemas.layout).
A side counts only once the track has been at least the margin away from the line on it, for at least the
minimum time; what happens in between is standing on the threshold.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Crossing

MARGIN_M = 0.05
"""Default: minimum travel on each side. Small on purpose: a net count already forgives swaying on the line,
and a wide margin loses people whose track begins or breaks near it (DECISIONS.md)."""

MARGIN_PX = 4.0
"""The same where there is no homography."""

MIN_SIDE_S = 0.15
"""Default: a side held for less is a slip of the detector (two frames at 10 fps)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A named finite segment on the floor."""

    name: str
    from_xy: tuple[float, float]
    to_xy: tuple[float, float]
    margin: float = MARGIN_M
    """Metres (or pixels): minimum travel on each side."""
    min_side_s: float = MIN_SIDE_S
    beyond_s: float = 0.0
    """How long tracks go on, as they walked, at either end (edge_node/zones/ends.py)."""
    is_y_down: bool = False
    """True for image pixels, where y runs down and left and right change places."""

    def __post_init__(self) -> None:
        if self.from_xy == self.to_xy:
            raise ValueError(f"line {self.name!r} needs two different ends, got {self.from_xy} twice")


def crossing_of(t_s: NDArray[np.float64], points_xy: NDArray[np.float64], line: Line) -> Crossing | None:
    """Return the track's net crossing, or None when it came as often as it went.

    Shape: (T,), (T, 2).
    """
    beyond = _beyond(points_xy, line)
    if not beyond.min() < 0 < beyond.max():
        return None
    spans = _changes(t_s, beyond, line)
    passes = [found for span in spans for found in _passes(t_s, points_xy, beyond, span, line)]
    net = sum(1 if way == "in" else -1 for _, way in passes)
    if net == 0:
        return None
    direction: Literal["in", "out"] = "in" if net > 0 else "out"
    last = max(at_s for at_s, way in passes if way == direction)
    return Crossing(line=line.name, at_s=last, direction=direction)


def _beyond(points_xy: NDArray[np.float64], line: Line) -> NDArray[np.float64]:
    """Return each point's distance past the line, positive on the side that ``in`` leads to."""
    (x1, y1), (x2, y2) = line.from_xy, line.to_xy
    length = float(np.hypot(x2 - x1, y2 - y1))
    cross = (x2 - x1) * (points_xy[:, 1] - y1) - (y2 - y1) * (points_xy[:, 0] - x1)
    distance: NDArray[np.float64] = cross / (-length if line.is_y_down else length)
    return distance


def _changes(t_s: NDArray[np.float64], beyond: NDArray[np.float64], line: Line) -> list[tuple[int, int]]:
    """Return (last point on the old side, first point on the new side) of every change of side."""
    sure = np.flatnonzero(np.abs(beyond) >= line.margin)
    if len(sure) == 0:
        return []
    side = beyond[sure] > 0
    starts = np.concatenate(([0], np.flatnonzero(side[1:] != side[:-1]) + 1))
    ends = np.concatenate((starts[1:], [len(sure)])) - 1
    runs = [
        (int(sure[first]), int(sure[last]), bool(side[first]))
        for first, last in zip(starts, ends, strict=True)
        if _held_s(t_s, int(sure[first]), int(sure[last])) >= line.min_side_s
    ]
    return [(a[1], b[0]) for a, b in pairwise(runs) if a[2] != b[2]]


def _held_s(t_s: NDArray[np.float64], first: int, last: int) -> float:
    """Return how long points first…last stand for: each half-way to its neighbours, at the ends mirrored."""
    before = t_s[first] - t_s[first - 1] if first > 0 else t_s[1] - t_s[0]
    after = t_s[last + 1] - t_s[last] if last + 1 < len(t_s) else t_s[-1] - t_s[-2]
    return float(t_s[last] - t_s[first] + (before + after) / 2)


def _passes(
    t_s: NDArray[np.float64],
    points_xy: NDArray[np.float64],
    beyond: NDArray[np.float64],
    span: tuple[int, int],
    line: Line,
) -> list[tuple[float, Literal["in", "out"]]]:
    """Return when and which way each step over the line went; steps round its ends are none."""
    is_past = beyond[span[0] : span[1] + 1] > 0
    (x1, y1), (x2, y2) = line.from_xy, line.to_xy
    along_x, along_y = x2 - x1, y2 - y1
    passes: list[tuple[float, Literal["in", "out"]]] = []
    for step in (span[0] + np.flatnonzero(is_past[1:] != is_past[:-1])).tolist():
        share = float(beyond[step] / (beyond[step] - beyond[step + 1]))
        x, y = points_xy[step] + share * (points_xy[step + 1] - points_xy[step])
        along = ((x - x1) * along_x + (y - y1) * along_y) / (along_x**2 + along_y**2)
        if 0.0 <= along <= 1.0:
            at_s = float(t_s[step] + share * (t_s[step + 1] - t_s[step]))
            passes.append((at_s, "in" if beyond[step + 1] > 0 else "out"))
    return passes
