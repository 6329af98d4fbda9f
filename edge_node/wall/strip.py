"""Looking at a strip of the frame, where nothing has changed elsewhere since it was looked at.

Four tenths of the width at the full look's scale cost four tenths of its time. Pose is shown the strip alone:
what was not searched in this very frame is one solid colour, so no head can be seen that was not looked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.anonymize import FindPeople, Found
from edge_node.blur.faces import FaceFinder, scale_of
from edge_node.boxes import Boxes
from edge_node.frame import BlurredFrame, Pixels

SHARE = 0.4
"""Width of a strip over the frame's."""
_MARGIN = 0.03
"""Share of the frame's width that is searched on either side of what has changed."""
_WHOLE_AT_LEAST = timedelta(seconds=2.0)
"""How long strips may follow each other before the whole frame is searched again."""

Look = Callable[[Pixels], Found]
"""Boxes and scores in px of the pixels given."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The columns that are looked at."""

    left_px: int
    right_px: int

    def of(self, pixels: Pixels) -> Pixels:
        """Return these columns, contiguous."""
        return np.ascontiguousarray(pixels[:, self.left_px : self.right_px])

    def touches(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Return for each box whether any of it lies in the strip."""
        return np.asarray((boxes[:, 0] < self.right_px) & (boxes[:, 2] > self.left_px), np.bool_)

    def cuts(self, boxes: Boxes) -> bool:
        """Return whether any box lies partly inside and partly outside."""
        inside = (boxes[:, 0] >= self.left_px) & (boxes[:, 2] <= self.right_px)
        return bool((self.touches(boxes) & ~inside).any())


class Searched:
    """What each finder found last, everywhere, and which part of the next frame is searched again."""

    def __init__(self) -> None:
        self.strip: Strip | None = None
        """Where the finders look next; None: everywhere."""
        self._found: dict[str, Found] = {}
        self._whole_at: datetime | None = None

    def choose(self, columns: NDArray[np.bool_] | None, width_px: int, at: datetime) -> None:
        """Choose the strip round the changed columns, or the whole frame where no strip will do.

        columns: bool (C,), of any number of equal columns; None when it is not known what has changed.
        """
        recent = self._whole_at is not None and timedelta(0) <= at - self._whole_at < _WHOLE_AT_LEAST
        known = [boxes for boxes, _ in self._found.values()]
        self.strip = None
        if recent and known and columns is not None and columns.any():
            self.strip = strip_round(columns, np.concatenate(known), width_px)
        if self.strip is None:
            self._whole_at = at

    def forget(self) -> None:
        """Search the whole frame next: the last search came to nothing."""
        self._whole_at = None

    def find(self, name: str, pixels: Pixels, whole: Look, part: Look) -> Found:
        """Return what is in the frame: found now in the strip, found before elsewhere."""
        strip = self.strip
        if strip is None:
            self._found[name] = whole(pixels)
            return self._found[name]
        boxes, scores = part(strip.of(pixels))
        before, sure = self._found[name]
        kept = ~strip.touches(before)
        moved = boxes + np.array([strip.left_px, 0] * 2, np.float32)
        self._found[name] = np.concatenate([moved, before[kept]]), np.concatenate([scores, sure[kept]])
        return self._found[name]


class StripPeople:
    """A person finder with a narrow twin of the same scale for strips."""

    def __init__(self, whole: FindPeople, part: FindPeople, searched: Searched) -> None:
        self._whole = whole
        self._part = part
        self._searched = searched

    def find(self, pixels: Pixels) -> Found:
        """Return boxes and scores of everybody in the frame."""
        return self._searched.find("people", pixels, self._whole.find, self._part.find)


class StripFaces:
    """A face finder that looks at strips in the scale of the whole frame."""

    def __init__(self, faces: FaceFinder, searched: Searched) -> None:
        self._faces = faces
        self._searched = searched

    def find(self, pixels: Pixels) -> Found:
        """Return boxes and scores of every face in the frame."""
        scale = scale_of(pixels)
        return self._searched.find(
            "faces", pixels, self._faces.find, lambda strip: self._faces.find(strip, scale=scale)
        )


def strip_round(columns: NDArray[np.bool_], boxes: Boxes, width_px: int) -> Strip | None:
    """Return a strip that holds the changed columns and every box they touch, or None if none does."""
    changed = np.flatnonzero(columns)
    margin = _MARGIN * width_px
    low = changed[0] * width_px / len(columns) - margin
    high = (changed[-1] + 1) * width_px / len(columns) + margin
    for _ in range(len(boxes)):
        touched = boxes[(boxes[:, 0] < high) & (boxes[:, 2] > low)]
        low, high = min([low, *touched[:, 0]]), max([high, *touched[:, 2]])
    width = round(SHARE * width_px)
    left = int(np.clip(round((low + high - width) / 2), 0, width_px - width))
    strip = Strip(left, left + width)
    is_held = max(low, 0) >= strip.left_px and min(high, width_px) <= strip.right_px
    return strip if is_held and not strip.cuts(boxes) else None


def searched_only(frame: BlurredFrame, strip: Strip | None) -> BlurredFrame:
    """Return the frame with everything outside the strip covered, and who may be read in it."""
    if strip is None:
        return frame
    pixels = frame.pixels.copy()
    pixels[:, : strip.left_px] = 0
    pixels[:, strip.right_px :] = 0
    return replace(frame, pixels=pixels, is_shown=strip.touches(frame.person_boxes_xyxy_px))
