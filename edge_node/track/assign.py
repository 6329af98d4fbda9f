"""Who is who from one frame to the next: by place alone, never by looks."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]

FORBIDDEN = 1e6
"""A cost no assignment may use."""


def iou(first_xyxy: Floats, second_xyxy: Floats) -> Floats:
    """Return intersection over union of every pair.  Shape: (N, 4), (M, 4) → (N, M)."""
    low = np.maximum(first_xyxy[:, None, :2], second_xyxy[None, :, :2])
    high = np.minimum(first_xyxy[:, None, 2:], second_xyxy[None, :, 2:])
    shared_area = np.prod(np.maximum(high - low, 0.0), axis=2)
    union = _area(first_xyxy)[:, None] + _area(second_xyxy)[None, :] - shared_area
    overlap: Floats = shared_area / np.maximum(union, 1e-9)
    return overlap


def distance(first_xyxy: Floats, second_xyxy: Floats) -> Floats:
    """Return the distance of every pair of boxes in heights of the first one.

    The larger of: between their upper edges' middles, their lower edges' middles. Feet behind a counter and
    heads behind a sign then still tell people apart who overlap.  Shape: (N, 4), (M, 4) → (N, M).
    """
    height = np.maximum(first_xyxy[:, 3] - first_xyxy[:, 1], 1.0)[:, None]
    sideways = (_middle(first_xyxy)[:, None] - _middle(second_xyxy)[None, :]) / height
    top = (first_xyxy[:, None, 1] - second_xyxy[None, :, 1]) / height
    bottom = (first_xyxy[:, None, 3] - second_xyxy[None, :, 3]) / height
    apart: Floats = np.hypot(sideways, np.maximum(np.abs(top), np.abs(bottom)))
    return apart


def assign(cost: Floats, limit: float | Floats) -> NDArray[np.intp]:
    """Return the pairs (row, column) that cost least together, none above its limit.

    Shape: (N, M) → (P, 2).  Source: Kuhn 1955, by scipy.
    """
    if cost.size == 0:
        return np.empty((0, 2), dtype=np.intp)
    allowed = np.where(cost <= limit, cost, FORBIDDEN)
    rows, columns = linear_sum_assignment(allowed)
    keep = allowed[rows, columns] < FORBIDDEN
    return np.column_stack((rows[keep], columns[keep]))


def _area(boxes_xyxy: Floats) -> Floats:
    area: Floats = np.prod(np.maximum(boxes_xyxy[:, 2:] - boxes_xyxy[:, :2], 0.0), axis=1)
    return area


def _middle(boxes_xyxy: Floats) -> Floats:
    middle: Floats = (boxes_xyxy[:, 0] + boxes_xyxy[:, 2]) / 2
    return middle
