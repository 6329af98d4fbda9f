"""Boxes of people who stand behind others, made whole: their feet lie where their heads say.

Who is nearer hides the legs behind them, and the box of the one behind ends at that edge: its foot then seems
to walk away from the camera. The upper edge stays true, and through the camera it says where the feet are.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import thin
from edge_node.track.upright import USUAL_M, Upright

Floats = NDArray[np.float64]

CUT_SHARE = 0.93
"""A box that shows less of somebody's usual height than this has lost its lower end: 1.58 of 1.7 m."""

COVERED_SHARE = 0.35
"""Share of its width over which another, nearer box must lie across its lower edge."""

NEARER_SHARE = 0.03
"""How far below its lower edge a nearer box must end, in its own heights."""

SAME_IOU = 0.65
"""Made whole, two boxes of one person are one."""


def made_whole(
    boxes_xyxy_px: Floats, scores: Floats, upright: Upright, height_px: int
) -> tuple[Floats, Floats]:
    """Return the boxes, those cut by nearer ones down to their feet, and the scores, 0 for second ones.

    Shape: (N, 4), (N,) → the same.
    """
    whole, left = boxes_xyxy_px.copy(), np.zeros_like(scores)
    cut = _is_covered(boxes_xyxy_px)
    if not cut.any():
        return whole, scores
    feet_px = np.minimum(_feet_px(boxes_xyxy_px, upright), height_px)
    shown = (boxes_xyxy_px[:, 3] - boxes_xyxy_px[:, 1]) / np.maximum(feet_px - boxes_xyxy_px[:, 1], 1.0)
    cut &= np.isfinite(feet_px) & (shown < CUT_SHARE) & (boxes_xyxy_px[:, 1] > 0.01 * height_px)
    whole[cut, 3] = feet_px[cut]
    kept = thin(whole.astype(np.float32), scores.astype(np.float32), SAME_IOU)
    left[kept] = scores[kept]
    return whole, left


def _is_covered(boxes: Floats) -> NDArray[np.bool_]:
    """Return whose lower edge lies behind a box that ends further down.  Shape: (N, 4) → (N,)."""
    left, top, right, bottom = boxes.T
    shared_px = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    is_across = (shared_px >= COVERED_SHARE * (right - left)[:, None]) & (top < bottom[:, None])
    is_nearer = bottom > (bottom + NEARER_SHARE * (bottom - top))[:, None]
    covered: NDArray[np.bool_] = (is_across & is_nearer).any(axis=1)
    return covered


def _feet_px(boxes: Floats, upright: Upright) -> Floats:
    """Return how far down the feet of people of usual height lie under these heads; nan where not known."""
    heads = np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1]))
    floor_m = upright.under_heads(heads, USUAL_M)
    feet: Floats = upright.camera.project(np.column_stack((floor_m, np.zeros(len(floor_m)))))[:, 1]
    return feet
