"""RawFrame and BlurredFrame: the only types that hold pixels, and they live only behind the wall."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.boxes import Boxes
from edge_node.observations import SURE_SCORE

Pixels = NDArray[np.uint8]
"""uint8 (H, W, 3), blue-green-red."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class RawFrame:
    """One frame as the camera gave it; only `blur` may read it."""

    pixels: Pixels
    """uint8 (H, W, 3), blue-green-red."""
    captured_at: datetime
    """Capture time, UTC."""
    index: int
    """Frame number since the source was opened, from 0; gaps are frames dropped because they were late."""
    is_frozen: bool = False
    """True when the picture has long been the same: nobody can be measured in it."""

    def __post_init__(self) -> None:
        _check_pixels(self.pixels)
        _check_time(self.captured_at)

    @override
    def __repr__(self) -> str:
        return f"RawFrame({self.pixels.shape[0]}×{self.pixels.shape[1]})"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class BlurredFrame:
    """One frame with masks and heads filled solid: the only pixels that pose, badges and shelves may read."""

    pixels: Pixels
    """uint8 (H, W, 3), blue-green-red; every head found is flat colour."""
    captured_at: datetime
    """Capture time, UTC."""
    index: int
    """Frame number of the raw frame."""
    person_boxes_xyxy_px: Boxes
    """float32 (N, 4): left, top, right, bottom of each person, doubtful ones included."""
    person_scores: NDArray[np.float32]
    """float32 (N,): the detector's confidence in [0, 1]."""
    wide_xyxy_px: Boxes
    """float32 (M, 4): what must be filled as well before a person may look at the frame."""
    heads_filled: int
    """Heads covered in this frame, held ones included."""
    heads_alone_xyxy_px: Boxes = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    """float32 (K, 4): left, top, right, bottom of each head at the top of nobody's box."""
    is_shown: NDArray[np.bool_] | None = None
    """bool (N,): who may be read; the others wear a badge, or stand where all is covered, unsearched."""
    is_settled: bool = False
    """True once the scene has been seen for long enough to know what moves in it; shown to nobody before."""

    @property
    def is_readable(self) -> NDArray[np.bool_]:
        """bool (N,): who is sure to be somebody and can be read."""
        is_sure: NDArray[np.bool_] = self.person_scores >= SURE_SCORE
        return is_sure if self.is_shown is None else is_sure & self.is_shown

    def __post_init__(self) -> None:
        _check_pixels(self.pixels)
        _check_time(self.captured_at)
        people = len(self.person_scores)
        others = (self.wide_xyxy_px, self.heads_alone_xyxy_px)
        if self.person_boxes_xyxy_px.shape != (people, 4) or any(b.shape[1:] != (4,) for b in others):
            raise ValueError(
                f"expected person boxes ({people}, 4), wide boxes (M, 4) and heads (K, 4), got "
                f"{self.person_boxes_xyxy_px.shape}, {others[0].shape} and {others[1].shape}"
            )

    @override
    def __repr__(self) -> str:
        return f"BlurredFrame({self.pixels.shape[0]}×{self.pixels.shape[1]})"


def _check_pixels(pixels: Pixels) -> None:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or 0 in pixels.shape:
        raise ValueError(f"expected pixels uint8 (H, W, 3), got {pixels.dtype} {pixels.shape}")


def _check_time(captured_at: datetime) -> None:
    if captured_at.utcoffset() != timedelta(0):
        raise ValueError("expected captured_at in UTC, got another or no time zone")
