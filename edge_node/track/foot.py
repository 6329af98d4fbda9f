"""Where a person stands: the image point between the feet, hidden or not."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Pose

HIPS, ANKLES = (11, 12), (15, 16)
"""COCO-17 indices of the left and right hip and ankle."""

MIN_JOINT_SCORE = 0.3
"""A joint measured less surely than this is not believed."""

HIDDEN_SHARE = 0.75
"""A box that lost more than a quarter of its height from below has its feet hidden."""

EDGE_SHARE = 0.01
"""A box that ends this close to a frame's edge, as a share of the frame's size, goes on beyond it."""

LOWER_EDGE_SHARE = 0.02
"""The same at the lower edge, which boxes that go on beyond it do not always reach.  Source: DECISIONS.md."""

MEMORY, HIDDEN_MEMORY = 0.2, 0.02
"""Weight of the newest box in the usual height: while feet show, and while they are hidden."""


@dataclass(slots=True)
class Stance:
    """How one followed person last stood, to know where the feet are when they do not show."""

    is_hidden: bool = False
    """Whether the feet did not show the last time: beyond the frame's lower edge, or behind something."""
    usual_height_px: float = 0.0
    top_px: float = 0.0
    bottom_px: float = 0.0

    def foot(self, pose: Pose, frame_px: tuple[int, int]) -> NDArray[np.float64]:
        """Return the image point on the floor, float64 (2,), and remember this stance.

        Sideways: the middle of the box; `aside_px` says better, where ankles are measured. Downwards: the
        box's lower edge; the frame's, when the box reaches it and the feet are beyond; the top plus the usual
        height, when a counter hides the legs. Ankles do not say how far down: measured, they lie a tenth of
        a person's height above the soles, and are made up when the feet are not in the picture.
        """
        left, top, right, bottom = (float(edge) for edge in pose.bbox_xyxy_px)
        width_px, height_px = frame_px
        if bottom >= height_px * (1 - LOWER_EDGE_SHARE):
            self._remember(top, bottom, is_hidden=False)
            self.is_hidden = True
            return np.array([(left + right) / 2, float(height_px)])
        is_beside = left > width_px * EDGE_SHARE and right < width_px * (1 - EDGE_SHARE)
        is_hidden = is_beside and self._hides_feet(top, bottom)
        self._remember(top, bottom, is_hidden=is_hidden)
        self.is_hidden = is_hidden
        if is_hidden:
            return np.array([(left + right) / 2, min(top + self.usual_height_px, float(height_px))])
        return np.array([(left + right) / 2, bottom])

    def _hides_feet(self, top: float, bottom: float) -> bool:
        """Whether the box got much shorter from below; from above it is a stoop or a head behind a sign."""
        is_short = bottom - top < HIDDEN_SHARE * self.usual_height_px
        return is_short and abs(bottom - self.bottom_px) > abs(top - self.top_px)

    def _remember(self, top: float, bottom: float, *, is_hidden: bool) -> None:
        weight = HIDDEN_MEMORY if is_hidden else MEMORY
        if self.usual_height_px == 0.0:
            weight = 1.0
        self.usual_height_px += weight * (bottom - top - self.usual_height_px)
        if not is_hidden:
            self.top_px, self.bottom_px = top, bottom


def aside_share(pose: Pose, joints: tuple[int, int] = ANKLES) -> float:
    """Return how far the joints are right of the box's middle, in heights of the box; nan where not measured.

    An arm that is out, or a trolley, moves the middle of a box; hips and feet stay where they are.
    """
    left, top, right, bottom = pose.bbox_xyxy_px.tolist()
    both = pose.keypoints[list(joints)]
    if not (both[:, 2] >= MIN_JOINT_SCORE).all():
        return math.nan
    between = float(np.clip(both[:, 0].mean(), left, right))
    share: float = (between - (left + right) / 2) / max(bottom - top, 1.0)
    return share


def filled_in(t_s: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares, those not measured straight between their neighbours; 0 where none was.

    Shape: (T,).
    """
    known = np.isfinite(shares)
    if not known.any():
        return np.zeros_like(shares)
    between: NDArray[np.float64] = np.interp(t_s, t_s[known], shares[known])
    return between
