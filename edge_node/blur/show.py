"""The wide fill, with a second and closer look: what a frame must go through before a person may see it."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import numpy as np

from edge_node.blur.anonymize import FindFaces, FindPeople
from edge_node.blur.doubt import is_nonsense
from edge_node.blur.fill import fill_boxes_on, fill_masks_on
from edge_node.blur.heads import wide_heads
from edge_node.blur.hold import HeldHeads
from edge_node.boxes import Boxes
from edge_node.frame import BlurredFrame, Pixels, RawFrame
from edge_node.observations import DropReason

_LOGGER = logging.getLogger(__name__)
_TILES, _TILE = 3, 0.45
"""So many tiles either way, each of this share of the frame's width and height, so that they overlap."""
_HOLD = timedelta(seconds=1.5)
_DEADLINE_S = 6.0
"""A picture whose closer look took longer is not shown."""


class CloserLook:
    """Looks again at nine enlarged parts of a frame, for heads the first pass was too coarse to find.

    A man bending in from the frame's edge scored 0.05 as a person and 0.08 as a face in the first pass; 0.6
    and 0.5 in this one. It takes nine passes, so it is made for previews only.
    """

    def __init__(
        self,
        people: FindPeople,
        faces: FindFaces,
        *,
        masks_px: Sequence[Sequence[tuple[float, float]]] = (),
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people = people
        self._faces = faces
        self._masks_px = masks_px
        self._monotonic_s = monotonic_s
        self._held = HeldHeads(_HOLD)

    def shown(self, frame: RawFrame, blurred: BlurredFrame) -> Pixels | DropReason:
        """Return the blurred frame with a wide box on every head that either look found, or why not.

        The raw frame is only searched: what was filled in it before pose would hide who else is there.
        """
        if not blurred.is_settled or frame.index != blurred.index:
            return "unsure"
        begun_s = self._monotonic_s()
        try:
            pixels = self._filled(frame, blurred)
        except Exception as error:  # whatever a model raises, the picture must not be shown
            _LOGGER.warning("preview withheld: %s", type(error).__name__)
            return "blur_failed"
        if pixels is None:
            return "unsure"
        return "late" if self._monotonic_s() - begun_s > _DEADLINE_S else pixels

    def _filled(self, frame: RawFrame, blurred: BlurredFrame) -> Pixels | None:
        searched = frame.pixels.copy()
        fill_masks_on(searched, self._masks_px)
        height, width = searched.shape[:2]
        looks = [self._look(searched, left, top) for top in _starts(height) for left in _starts(width)]
        found = [boxes for boxes in looks if boxes is not None]
        if len(found) < len(looks):
            return None
        more = self._held.with_held(np.concatenate(found), frame.captured_at)
        pixels = blurred.pixels.copy()
        fill_boxes_on(pixels, blurred.wide_xyxy_px)
        fill_boxes_on(pixels, more)
        return pixels

    def _look(self, pixels: Pixels, left: int, top: int) -> Boxes | None:
        height, width = (round(_TILE * length) for length in pixels.shape[:2])
        tile = np.ascontiguousarray(pixels[top : top + height, left : left + width])
        people, sureness = self._people.find(tile)
        faces, scores = self._faces.find(tile)
        if is_nonsense(people, sureness, height, width) or is_nonsense(faces, scores, height, width):
            return None
        return wide_heads(people, faces, (width, height)) + np.array([left, top, left, top], np.float32)


def _starts(length: int) -> list[int]:
    rest = length - round(_TILE * length)
    return [round(rest * step / (_TILES - 1)) for step in range(_TILES)]
