"""What moves and is nobody's: people not found yet, such as a head that comes in at the frame's edge."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.blur.heads import grown
from edge_node.boxes import Boxes
from edge_node.frame import Pixels

Cells = NDArray[np.bool_]
"""bool (h, w): the frame in cells, COLUMNS of them side by side; True for those that belong to a part."""

COLUMNS = 160
SETTLED = timedelta(seconds=0.5)
"""How long a scene must have been seen before what moves in it is known."""
_FORGET_S = 2.0
"""The still scene follows the frame with this time constant."""
_LONGEST_GAP = timedelta(seconds=10)
"""Where nothing changes the line looks every 3 s; after longer the scene may be another."""
_LEAST_CHANGE = 18
"""Of 255 grey levels, beyond what the whole frame grew brighter or darker."""
_LEAST_CELLS = 8
"""0.06 % of a 16:9 frame: a head's first centimetres at the edge."""
_MOST_CHANGED = 0.5
"""More of the frame than this: the light or the camera changed, not a person."""
_AROUND = np.ones((3, 3), np.uint8)
_AROUND_PEOPLE = 0.1


@dataclass(frozen=True, slots=True)
class Moved:
    """One frame's unexplained movement."""

    parts: tuple[Cells, ...]
    """Each part that moves and lies in nobody's box: its convex hull, one cell wider on every side."""
    is_settled: bool
    """False while the scene has not been seen for long enough to say."""

    def at_edge(self) -> Cells | None:
        """Return the parts that touch the frame's edge as one, or None when there are none."""
        touching = [p for p in self.parts if p[[0, -1]].any() or p[:, [0, -1]].any()]
        return np.logical_or.reduce(touching) if touching else None

    def boxes(self, width_px: int, height_px: int) -> Boxes:
        """Return float32 (P, 4): each part's box in px of the frame."""
        found = []
        for part in self.parts:
            rows, columns = np.nonzero(part)
            found.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
        height = self.parts[0].shape[0] if self.parts else 1
        scale = np.array([width_px / COLUMNS, height_px / height] * 2)
        return np.asarray(np.array(found).reshape(-1, 4) * scale, np.float32)


class MovedParts:
    """Remembers the still scene in a small grey picture, and says what stands out of it."""

    def __init__(self) -> None:
        self._scene: _Scene | None = None

    def find(self, pixels: Pixels, people: Boxes, at: datetime) -> Moved:
        """Return what moves outside every person's box, and take the frame into the still scene."""
        grey, scene = _small(pixels), self._scene
        moves = None if scene is None else scene.changed(grey, at)
        if scene is None or moves is None:
            self._scene = _Scene(grey, at, at)
            return Moved((), is_settled=False)
        self._scene = scene.followed(grey, at)
        own = _cells_of(people, pixels.shape, moves.shape)
        return Moved(tuple(_parts(moves, own)), at - scene.since >= SETTLED)


@dataclass(frozen=True, slots=True)
class _Scene:
    still: NDArray[np.float32]
    """float32 (h, w): grey levels of what does not move."""
    since: datetime
    at: datetime

    def changed(self, grey: NDArray[np.float32], at: datetime) -> Cells | None:
        """Return which cells stand out, or None when this is no longer the same scene."""
        if self.still.shape != grey.shape or not timedelta(0) <= at - self.at <= _LONGEST_GAP:
            return None
        change = grey - self.still
        moves = np.abs(change - np.median(change)) > _LEAST_CHANGE
        return np.asarray(moves, np.bool_) if moves.mean() <= _MOST_CHANGED else None

    def followed(self, grey: NDArray[np.float32], at: datetime) -> "_Scene":
        """Return the scene a step nearer to the frame."""
        step = 1 - math.exp(-(at - self.at).total_seconds() / _FORGET_S)
        return _Scene(np.asarray(self.still + step * (grey - self.still), np.float32), self.since, at)


def _small(pixels: Pixels) -> NDArray[np.float32]:
    height, width = pixels.shape[:2]
    size = COLUMNS, max(2, round(COLUMNS * height / width))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32)


def _cells_of(people: Boxes, frame_shape: tuple[int, ...], shape: tuple[int, ...]) -> Cells:
    scale = np.array([shape[1] / frame_shape[1], shape[0] / frame_shape[0]] * 2)
    boxes = grown(people, _AROUND_PEOPLE, _AROUND_PEOPLE) * scale
    corners = np.concatenate([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])], axis=1).clip(0).astype(int)
    own = np.zeros(shape, np.bool_)
    for left, top, right, bottom in corners:
        own[top:bottom, left:right] = True
    return own


def _parts(moves: Cells, own: Cells) -> list[Cells]:
    """Return the widened hull of every part of enough moving cells, without the cells in people's boxes."""
    closed = cv2.morphologyEx(moves.astype(np.uint8), cv2.MORPH_CLOSE, _AROUND)
    closed[own] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    parts = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] >= _LEAST_CELLS:
            rows, columns = np.nonzero(labels == label)
            hull = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
            part = cv2.dilate(cv2.fillConvexPoly(np.zeros_like(closed), hull, 1), _AROUND)
            parts.append(part.astype(np.bool_) & ~own)
    return parts
