"""The wide fill, with a second and closer look: what a frame must go through before a person may see it."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np

from edge_node.blur.anonymize import FindFaces, FindPeople
from edge_node.blur.doubt import is_nonsense
from edge_node.blur.fill import fill_boxes_on
from edge_node.blur.heads import wide_heads
from edge_node.blur.hold import HeldHeads
from edge_node.boxes import Boxes
from edge_node.frame import BlurredFrame, Pixels
from edge_node.observations import DropReason

_LOGGER = logging.getLogger(__name__)
_TILE = 0.6
"""Each of the four tiles is this share of the frame's width and height, so that they overlap."""
_HOLD = timedelta(seconds=1.5)
_DEADLINE_S = 6.0
"""A picture whose closer look took longer is not shown."""


class CloserLook:
    """Looks again at four enlarged parts of a filled frame, for heads the first pass was too coarse to find.

    A man bending in from the frame's edge scored 0.05 as a person and 0.08 as a face in the first pass; 0.6
    and 0.5 in this one. It takes four passes, so it is made for previews only.
    """

    def __init__(
        self, people: FindPeople, faces: FindFaces, *, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._people = people
        self._faces = faces
        self._monotonic_s = monotonic_s
        self._held = HeldHeads(_HOLD)

    def shown(self, frame: BlurredFrame) -> Pixels | DropReason:
        """Return a copy, a wide solid box on every head either look found, or why nobody may see it."""
        begun_s = self._monotonic_s()
        try:
            pixels = self._filled(frame)
        except Exception as error:  # whatever a model raises, the picture must not be shown
            _LOGGER.warning("preview withheld: %s", type(error).__name__)
            return "blur_failed"
        if pixels is None:
            return "unsure"
        return "late" if self._monotonic_s() - begun_s > _DEADLINE_S else pixels

    def _filled(self, frame: BlurredFrame) -> Pixels | None:
        height, width = frame.pixels.shape[:2]
        looks = [self._look(frame.pixels, left, top) for top in _starts(height) for left in _starts(width)]
        found = [boxes for boxes in looks if boxes is not None]
        if len(found) < len(looks):
            return None
        more = self._held.with_held(np.concatenate(found), frame.captured_at)
        pixels = frame.pixels.copy()
        fill_boxes_on(pixels, frame.wide_xyxy_px)
        fill_boxes_on(pixels, more)
        return pixels

    def _look(self, pixels: Pixels, left: int, top: int) -> Boxes | None:
        height, width = (round(_TILE * length) for length in pixels.shape[:2])
        tile = np.ascontiguousarray(pixels[top : top + height, left : left + width])
        people, sureness = self._people.find(tile)
        faces, scores = self._faces.find(tile)
        if is_nonsense(people, sureness, height, width) or is_nonsense(faces, scores, height, width):
            return None
        return wide_heads(people, faces) + np.array([left, top, left, top], np.float32)


def _starts(length: int) -> tuple[int, int]:
    return 0, length - round(_TILE * length)
