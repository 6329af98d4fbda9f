"""Where a person stands: the image point between the feet, also when a counter hides them."""

import numpy as np
from numpy.typing import NDArray

ANKLES = (15, 16)
"""COCO-17 indices of the left and right ankle."""

MIN_ANKLE_SCORE = 0.5
"""An ankle measured less surely than this is not believed."""

SOLE_SHARE = 0.03
"""The sole lies this share of a person's height below the ankle (Drillis and Contini 1966: 0.039)."""

HIDDEN_SHARE = 0.75
"""A box that lost more than a quarter of its height since a moment ago has its feet hidden."""


def foot_point(
    box_xyxy_px: NDArray[np.float64], keypoints: NDArray[np.float32] | None, usual_height_px: float
) -> NDArray[np.float64]:
    """Return the image point on the floor, float64 (2,).

    Between the soles when both ankles are measured; else the middle of the box's lower edge; else, when the
    box is suddenly much shorter than it was, its top plus the usual height.
    """
    left, top, right, bottom = (float(edge) for edge in box_xyxy_px)
    height = bottom - top
    if keypoints is not None:
        ankles = keypoints[list(ANKLES)].astype(np.float64)
        if (ankles[:, 2] >= MIN_ANKLE_SCORE).all():
            x, y = ankles[:, 0].mean(), ankles[:, 1].max() + SOLE_SHARE * height
            return np.array([x, y])
    if height < HIDDEN_SHARE * usual_height_px:
        bottom = top + usual_height_px
    return np.array([(left + right) / 2, bottom])
