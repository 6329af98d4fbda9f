"""The wide fill, with a second and closer look: what a frame must go through before a person may see it."""

from datetime import timedelta

import numpy as np

from edge_node.blur.anonymize import FindFaces, FindPeople
from edge_node.blur.fill import fill_boxes_on
from edge_node.blur.heads import wide_heads
from edge_node.blur.hold import HeldHeads
from edge_node.boxes import Boxes
from edge_node.frame import BlurredFrame, Pixels

_TILE = 0.6
"""Each of the four tiles is this share of the frame's width and height, so that they overlap."""
_HOLD = timedelta(seconds=1.5)


class CloserLook:
    """Looks again at four enlarged parts of a filled frame, for heads the first pass was too coarse to find.

    A man bending in from the frame's edge scored 0.05 as a person and 0.08 as a face in the first pass; 0.6
    and 0.5 in this one. It takes four passes, so it is made for previews only.
    """

    def __init__(self, people: FindPeople, faces: FindFaces) -> None:
        self._people = people
        self._faces = faces
        self._held = HeldHeads(_HOLD)

    def shown(self, frame: BlurredFrame) -> Pixels:
        """Return a copy of the frame in which every head found by either look is a solid box, widely."""
        height, width = frame.pixels.shape[:2]
        found = [self._look(frame.pixels, left, top) for top in _starts(height) for left in _starts(width)]
        more = self._held.with_held(np.concatenate(found), frame.captured_at)
        pixels = frame.pixels.copy()
        fill_boxes_on(pixels, frame.wide_xyxy_px)
        fill_boxes_on(pixels, more)
        return pixels

    def _look(self, pixels: Pixels, left: int, top: int) -> Boxes:
        height, width = (round(_TILE * length) for length in pixels.shape[:2])
        tile = np.ascontiguousarray(pixels[top : top + height, left : left + width])
        people, _ = self._people.find(tile)
        faces, _ = self._faces.find(tile)
        return wide_heads(people, faces) + np.array([left, top, left, top], np.float32)


def _starts(length: int) -> tuple[int, int]:
    return 0, length - round(_TILE * length)
