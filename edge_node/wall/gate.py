"""Which frames are looked at: those on which somebody may have come, gone or moved since the last look.

A frame that nobody looks at reaches no model at all. What the last look found is taken to be there still, and
the next look comes the sooner the more has changed: at once where something changed outside the people known,
later where only they stir, and after a while in any case, should a look have missed somebody. While people
move near a counting line, a queue or a measured shelf front, no frame passes unseen: who is who there decides
what is counted, and a hand is in a shelf for half a second.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes
from edge_node.capture.source import Segment
from edge_node.frame import Pixels, RawFrame
from edge_node.wall.strip import Strip

_WIDTH, _HEIGHT = 160, 90
"""Cells a frame is averaged into; one is 8 px square at 1280×720."""
_ENOUGH_PX, _GREEN = 640, 1
"""Of wider frames every second pixel suffices, and of the colours the one that is most of what we see."""
_LEAST_CHANGE = 12
"""Levels of 255 by which a cell must differ: seven times the noise of a dim camera after averaging."""
_LEAST_CELLS = 3
"""Fewer changed cells are no change: a head of 10 px moving by its width changes more."""
_GROWTH = 0.1
"""Share of its width that a person's box is grown by, half as much of its height: beyond, they have moved."""
_BESIDE_LINE, _BEFORE_LINE = 0.3, 0.5
"""How far beside a box and below it a counting line is near its person, in heights of the box."""
_EARLY = timedelta(seconds=0.02)
"""A frame that comes this much before its time is taken: frames do not come evenly."""

Cells = NDArray[np.int16]
"""int16 (90, 160): levels of green."""
Changed = NDArray[np.bool_]
"""bool (90, 160)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait from one look to the next; by capture time."""

    crossing: timedelta = timedelta(0)
    """While anything changes and somebody is near a counting line, a queue or a shelf front."""
    moving: timedelta = timedelta(seconds=0.2)
    """While something changes outside the people known, or their number has just changed."""
    stirring: timedelta = timedelta(seconds=0.5)
    """While only the people known change, where they are."""
    still: timedelta = timedelta(seconds=1.0)
    """While nothing changes and somebody is there."""
    empty: timedelta = timedelta(seconds=3.0)
    """While nothing changes and nobody is there."""
    settling: timedelta = timedelta(seconds=0.5)
    """For how long a new number of people counts as just changed."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What the last look left behind."""

    at: datetime
    cells: Cells
    around: Changed
    """Where the people it found are."""
    people: int
    changed_at: datetime
    """When their number last changed."""
    is_near_line: bool
    """Whether any of them is near a counting line or a shelf front."""


class Gate:
    """Says of each frame whether it is to be looked at; remembers the last look and nothing before it."""

    def __init__(
        self,
        *,
        masks_px: Sequence[Sequence[tuple[float, float]]] = (),
        lines_px: Sequence[Segment] = (),
        pace: Pace | None = None,
    ) -> None:
        self._masks_px = masks_px
        self._lines_px = lines_px
        self._pace = pace or Pace()
        self._last: _Look | None = None
        self._changed: Changed | None = None

    def is_due(self, frame: RawFrame) -> bool:
        """Return whether this frame is to be looked at; masked areas never count."""
        if self._last is None:
            return True
        self._changed = np.abs(self._cells(frame.pixels) - self._last.cells) > _LEAST_CHANGE
        wait = wait_after(self._last, self._changed, frame.captured_at, self._pace)
        return not timedelta(0) <= frame.captured_at - self._last.at < wait - _EARLY

    @property
    def columns(self) -> NDArray[np.bool_] | None:
        """Which columns of cells, bool (160,), had changed in the frame last asked about; None: the first."""
        return None if self._changed is None else np.asarray(self._changed.any(axis=0), np.bool_)

    def looked(self, frame: RawFrame, people: Boxes, strip: Strip | None = None) -> None:
        """Remember that this frame, or this strip of it, was looked at and who was found in it."""
        last, at = self._last, frame.captured_at
        cells = self._cells(frame.pixels)
        if last is not None and strip is not None:
            scale = _WIDTH / frame.pixels.shape[1]
            seen = slice(math.ceil(strip.left_px * scale), math.floor(strip.right_px * scale))
            cells[:, : seen.start], cells[:, seen.stop :] = (
                last.cells[:, : seen.start],
                last.cells[:, seen.stop :],
            )
        same = last is not None and last.people == len(people)
        self._last = _Look(
            at=at,
            cells=cells,
            around=_around(people, frame.pixels.shape[1], frame.pixels.shape[0]),
            people=len(people),
            changed_at=last.changed_at if last is not None and same else at,
            is_near_line=is_near(people, self._lines_px),
        )

    def _cells(self, pixels: Pixels) -> Cells:
        step = max(1, pixels.shape[1] // _ENOUGH_PX)
        green = np.ascontiguousarray(pixels[::step, ::step, _GREEN])
        cells = cv2.resize(green, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
        scale_x, scale_y = _WIDTH / pixels.shape[1], _HEIGHT / pixels.shape[0]
        for mask in self._masks_px:
            corners = np.rint([(x_px * scale_x, y_px * scale_y) for x_px, y_px in mask]).astype(np.int32)
            cv2.fillPoly(cells, [corners], 0)
        return np.asarray(cells, np.int16)


def wait_after(last: _Look, changed: Changed, at: datetime, pace: Pace) -> timedelta:
    """Return how long after the last look the next one is due, by what has changed since."""
    if last.is_near_line and changed.sum() >= _LEAST_CELLS:
        return pace.crossing
    if at - last.changed_at < pace.settling or (changed & ~last.around).sum() >= _LEAST_CELLS:
        return pace.moving
    if changed.sum() >= _LEAST_CELLS:
        return pace.stirring
    return pace.still if last.people else pace.empty


def is_near(people: Boxes, lines_px: Sequence[Segment]) -> bool:
    """Return whether a line passes through the lower half of any box, or close beside or below it."""
    for left, top, right, bottom in people.tolist():
        height = bottom - top
        low_x, high_x = left - _BESIDE_LINE * height, right + _BESIDE_LINE * height
        low_y, high_y = top + height / 2, bottom + _BEFORE_LINE * height
        around = [round(value) for value in (low_x, low_y, high_x - low_x, high_y - low_y)]
        if any(cv2.clipLine(around, *(_whole(end) for end in line))[0] for line in lines_px):
            return True
    return False


def _whole(point_px: tuple[float, float]) -> tuple[int, int]:
    return round(point_px[0]), round(point_px[1])


def _around(people: Boxes, width_px: int, height_px: int) -> Changed:
    """Return the cells that the people's boxes, grown, touch."""
    cells = np.zeros((_HEIGHT, _WIDTH), np.bool_)
    scale = np.array([_WIDTH / width_px, _HEIGHT / height_px] * 2)
    size = people[:, 2:] - people[:, :2]
    margin = size * np.array([_GROWTH, _GROWTH / 2])
    low = np.floor((people[:, :2] - margin) * scale[:2]).astype(int)
    high = np.ceil((people[:, 2:] + margin) * scale[2:]).astype(int)
    for (left, top), (right, bottom) in zip(np.maximum(low, 0), high, strict=True):
        cells[top : max(bottom, 0), left : max(right, 0)] = True
    return cells
