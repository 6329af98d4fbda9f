"""Raw frame in, filled frame out; or why there is none, when it cannot be sure."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.alone import heads_alone
from edge_node.blur.doubt import is_nonsense, is_too_small
from edge_node.blur.fill import fill_cells_on, fill_masks_on, fill_ovals_on, fill_rooms_on
from edge_node.blur.heads import head_rooms, tight_heads, wide_heads
from edge_node.blur.hold import HeldHeads
from edge_node.blur.motion import MovedParts
from edge_node.boxes import Boxes
from edge_node.frame import BlurredFrame, Pixels, RawFrame
from edge_node.observations import DropReason

_LOGGER = logging.getLogger(__name__)
_NOTHING = (np.zeros((0, 4), np.float32), np.zeros(0, np.float32))

Found = tuple[Boxes, NDArray[np.float32]]
"""Boxes (N, 4) and scores (N,)."""


class FindPeople(Protocol):
    """A person detector."""

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return boxes (N, 4) and scores (N,), faint ones included."""
        ...


class FindFaces(Protocol):
    """A face detector."""

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return boxes (N, 4) and scores (N,), faint ones included."""
        ...


@dataclass(frozen=True, slots=True)
class FillLimits:
    """How careful to be."""

    person_score: float = 0.15
    """From here on a box is handed on, doubtful or not; fainter ones only get their head filled."""
    tight_hold: timedelta = timedelta(seconds=0.5)
    """How long a head is still filled before pose after it was last found."""
    wide_hold: timedelta = timedelta(seconds=1.5)
    """How long it is still filled in anything shown."""
    deadline_s: float = 3.0
    """A frame whose heads took longer to find is dropped: sixty times the usual, so something is stuck."""


class HeadFiller:
    """Fills masks first, then finds people and faces, then fills every head solid."""

    def __init__(
        self,
        people: FindPeople,
        faces: FindFaces | None,
        *,
        masks_px: Sequence[Sequence[tuple[float, float]]] = (),
        limits: FillLimits | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
        side_by_side: bool = False,
    ) -> None:
        """Finders that do not wait for each other may work side by side, each on a core."""
        self._people = people
        self._faces = faces
        self._masks_px = masks_px
        self._limits = limits or FillLimits()
        self._monotonic_s = monotonic_s
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="faces") if side_by_side else None
        self._tight = HeldHeads(self._limits.tight_hold)
        self._rooms = HeldHeads(self._limits.tight_hold)
        self._wide = HeldHeads(self._limits.wide_hold)
        self._moved = MovedParts()

    def blur(self, frame: RawFrame) -> BlurredFrame | DropReason:
        """Return the filled frame, or why there is none: a model failed, cannot be trusted, or was late."""
        begun_s = self._monotonic_s()
        try:
            blurred = self._fill(frame)
        except Exception as error:  # whatever a model raises, the frame must not pass
            _LOGGER.warning("frame dropped: %s", type(error).__name__)
            return "blur_failed"
        if self._monotonic_s() - begun_s > self._limits.deadline_s:
            return "late"
        return blurred

    def _fill(self, frame: RawFrame) -> BlurredFrame | DropReason:
        height, width = frame.pixels.shape[:2]
        if is_too_small(height, width):
            return "unsure"
        pixels = frame.pixels.copy()
        fill_masks_on(pixels, self._masks_px)
        (boxes, scores), (faces, sureness) = self._find(pixels)
        if is_nonsense(boxes, scores, height, width) or is_nonsense(faces, sureness, height, width):
            return "unsure"
        at, size = frame.captured_at, (width, height)
        heads = self._tight.with_held(_distinct(tight_heads(boxes, faces, sureness)), at)
        wide = self._wide.with_held(wide_heads(boxes, faces, size), at)
        moved = self._moved.find(pixels, boxes, at)
        fill_rooms_on(pixels, self._rooms.with_held(head_rooms(boxes, size), at))
        if (entering := moved.at_edge()) is not None:
            fill_cells_on(pixels, entering)
        fill_ovals_on(pixels, heads)
        seen = scores >= self._limits.person_score
        return BlurredFrame(
            pixels=pixels,
            captured_at=frame.captured_at,
            index=frame.index,
            person_boxes_xyxy_px=boxes[seen],
            person_scores=scores[seen],
            heads_alone_xyxy_px=heads_alone(faces, boxes[seen], scores[seen]),
            wide_xyxy_px=np.concatenate([wide, heads, moved.boxes(*size)]),
            heads_filled=len(heads),
            is_settled=moved.is_settled,
        )

    def _find(self, pixels: Pixels) -> tuple[Found, Found]:
        """Return people and faces; an error of either finder is raised here."""
        if self._faces is None:
            return self._people.find(pixels), _NOTHING
        if self._beside is None:
            return self._people.find(pixels), self._faces.find(pixels)
        faces = self._beside.submit(self._faces.find, pixels)
        return self._people.find(pixels), faces.result()


def _distinct(heads: Boxes) -> Boxes:
    """Return the boxes without those that lie wholly inside an earlier one: the same head found again."""
    kept: list[int] = []
    for index in np.argsort(-np.prod(heads[:, 2:] - heads[:, :2], axis=1), kind="stable"):
        box = heads[index]
        others = heads[kept]
        inside = (others[:, :2] <= box[:2]) & (others[:, 2:] >= box[2:])
        if not inside.all(axis=1).any():
            kept.append(int(index))
    return heads[sorted(kept)]
