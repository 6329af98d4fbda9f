"""A light curtain without a light: what lies across a shelf's front, before it and behind it at once.

Seen by a camera in line with it, the front is one line in the picture: bodies are on one side, goods on the
other, and only what reaches into the shelf covers both. Compared with what is usual there, point by point; of
people nothing is kept but where along the line something lay. Like the gate it looks at the frame as it came:
it knows no faces and no figures, and a filled head would look like an arm.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.capture.source import FrontLine, Polygon
from edge_node.frame import Pixels, RawFrame
from edge_node.observations import MOST_AGAIN, Across, EarlierLook

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Colours = NDArray[np.uint8]

RAY_M = 0.015
"""How far apart the line is looked at, at its far end."""
ASIDE_M = (0.022, 0.08)
"""From so far to so far to either side of it, at its far end: a hand that is in has passed both."""
PLACES = 5
"""So many points on either side of each ray."""
LEAST_CHANGE = 16
"""Levels of 255 by which a point must differ in some colour: five times the noise of a dim camera."""
LEAST_SHARE = 0.6
"""How many of a ray's points on each side must differ."""
LEAST_RAYS, BRIDGED_RAYS = 3, 1
"""Fewer rays are no arm (4 cm at the far end); so few uncovered ones do not part one arm."""
KEPT, KEPT_EVERY_S = 31, 2.0
"""What is usual is the median of so many looks so far apart: a minute, of which no arm is in for half."""
FEWEST_KEPT, ENOUGH_KEPT = 3, 7
"""With fewer nothing is known yet; with so many, after 12 s, all looks since the start are compared again.
A few looks take an arm that was in for what is usual: it is missed then, and leaves its ghost later."""
MOST_COVERED = 0.5
"""Where more of the line differs on both sides, the light has changed or the camera was moved."""
MOST_STRETCHES = 32
"""Of one look; more is a fault, not a crowd."""


class Curtains:
    """The fronts that one camera looks along."""

    def __init__(self, fronts: Sequence[FrontLine], masks_px: Sequence[Polygon] = ()) -> None:
        self._curtains = [Curtain(front, masks_px) for front in fronts]

    def look(self, frame: RawFrame) -> tuple[Across, ...] | None:
        """Return what lies across any front; None where there is none, or one of which nothing is known."""
        if not self._curtains:
            return None
        looks = [curtain.look(frame.pixels, frame.captured_at) for curtain in self._curtains]
        known = [look for look in looks if look is not None]
        if len(known) < len(looks):
            return None
        return _together(known)

    def look_again(self) -> tuple[EarlierLook, ...]:
        """Return every look since the start, once, when ENOUGH_KEPT are kept; otherwise nothing."""
        again = [curtain.again() for curtain in self._curtains]
        looks = [
            EarlierLook(same[0][0], _together([across for _, across in same if across is not None]))
            for same in zip(*again, strict=True)
            if all(across is not None for _, across in same)
        ]
        return tuple(looks)


class Curtain:
    """One front; remembers a minute of colours at a few points beside its line."""

    def __init__(self, front: FrontLine, masks_px: Sequence[Polygon] = ()) -> None:
        self._shelf = front.shelf
        places_px = _places(front)
        self._is_masked = _in_any(masks_px, places_px).any(axis=(0, 2))
        corner = np.floor(places_px.min(axis=(0, 1, 2))).astype(int) - 2
        beyond = np.ceil(places_px.max(axis=(0, 1, 2))).astype(int) + 3
        self._corner, self._beyond = np.maximum(corner, 0), np.maximum(beyond, 1)
        self._places = (places_px - self._corner).astype(np.float32)
        self._kept: deque[Colours] = deque(maxlen=KEPT)
        self._kept_at: datetime | None = None
        self._usual: Floats | None = None
        self._since_start: list[tuple[datetime, Colours]] | None = []

    def look(self, pixels: Pixels, at: datetime) -> tuple[Across, ...] | None:
        """Return each stretch that something covers on both sides; None while nothing is known."""
        seen = self._read(pixels)
        found = None if self._usual is None else self._compare(seen, self._usual)
        self._keep(seen, at)
        if self._since_start is not None and len(self._since_start) < MOST_AGAIN:
            self._since_start.append((at, seen))
        return found

    def again(self) -> list[tuple[datetime, tuple[Across, ...] | None]]:
        """Return when and what each look since the start found, as known now: once, when enough is kept."""
        if self._since_start is None or self._usual is None or len(self._kept) < ENOUGH_KEPT:
            return []
        usual, looks, self._since_start = self._usual, self._since_start, None
        return [(at, self._compare(seen, usual)) for at, seen in looks]

    def _compare(self, seen: Colours, usual: Floats) -> tuple[Across, ...] | None:
        change = seen - usual
        change = change - np.median(change, axis=(1, 2), keepdims=True)
        differs = (np.abs(change).max(axis=3) > LEAST_CHANGE).mean(axis=2) >= LEAST_SHARE
        is_covered = differs.all(axis=0) & ~self._is_masked
        if is_covered.mean() > MOST_COVERED:
            return None
        rays = len(is_covered)
        return tuple(
            Across(self._shelf, first / rays, (last + 1) / rays) for first, last in stretches(is_covered)
        )

    def _keep(self, seen: Colours, at: datetime) -> None:
        if self._kept_at is not None and 0 <= (at - self._kept_at).total_seconds() < KEPT_EVERY_S:
            return
        self._kept_at = at
        self._kept.append(seen)
        if len(self._kept) >= FEWEST_KEPT:
            self._usual = np.median(np.stack(self._kept), axis=0).astype(np.float32)

    def _read(self, pixels: Pixels) -> Colours:
        """Return the colours at every point, uint8 (2, rays, PLACES, 3), beyond the picture its edge's."""
        left, top = np.minimum(self._corner, np.array(pixels.shape[1::-1]) - 1).tolist()
        right, bottom = self._beyond.tolist()
        around = cv2.blur(pixels[top:bottom, left:right], (3, 3))
        sides, rays, places, _ = self._places.shape
        flat = self._places.reshape(sides * rays, places, 2)
        read = cv2.remap(
            around, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(read, np.uint8).reshape(sides, rays, places, 3)


def _together(looks: Sequence[tuple[Across, ...]]) -> tuple[Across, ...]:
    """Return what lies across any front, as much as one look may tell."""
    return tuple(across for look in looks for across in look)[:MOST_STRETCHES]


def stretches(flags: Flags) -> Iterator[tuple[int, int]]:
    """Yield first and last index of each run that is long enough, short gaps bridged."""
    rows = np.flatnonzero(flags)
    if not len(rows):
        return
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > BRIDGED_RAYS + 1) + 1):
        if run[-1] - run[0] + 1 >= LEAST_RAYS:
            yield int(run[0]), int(run[-1])


def _places(front: FrontLine) -> NDArray[np.float64]:
    """Return the points beside the line, (2, rays, PLACES, 2) px."""
    low_px, high_px = np.array(front.ends_px, dtype=np.float64)
    length_px = max(float(np.hypot(*(high_px - low_px))), 1.0)
    along = (high_px - low_px) / length_px
    rays = max(round(length_px / (RAY_M * front.px_per_m)), LEAST_RAYS)
    on_line = low_px + (np.arange(rays) + 0.5)[:, None] / rays * (high_px - low_px)
    aside = np.linspace(*ASIDE_M, PLACES) * front.px_per_m
    across = np.stack((aside, -aside))[:, None, :, None] * np.array([-along[1], along[0]])
    return np.asarray(on_line[None, :, None, :] + across)


def _in_any(masks_px: Sequence[Polygon], places_px: NDArray[np.float64]) -> Flags:
    """Return which points lie in a masked area."""
    inside = np.zeros(places_px.shape[:-1], np.bool_)
    for mask in masks_px:
        corners = np.array(mask, dtype=np.float32)
        for index in np.ndindex(inside.shape):
            x_px, y_px = places_px[index].tolist()
            inside[index] |= cv2.pointPolygonTest(corners, (x_px, y_px), measureDist=False) >= 0
    return inside
