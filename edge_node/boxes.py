"""Boxes in image px: how much they share, and which of several finds of one thing to keep."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
"""float32 (N, 4): left, top, right, bottom in px of the frame."""


def thin(boxes: Boxes, scores: NDArray[np.float32], most_overlap: float = 0.6) -> NDArray[np.intp]:
    """Return indices of boxes, best first, none overlapping a better one by more than most_overlap (IoU)."""
    order: list[int] = list(np.argsort(-scores, kind="stable"))
    kept: list[int] = []
    while order:
        best = order.pop(0)
        kept.append(best)
        overlaps: Iterable[float] = overlap(boxes[best], boxes[order]) if order else ()
        order = [other for other, shared in zip(order, overlaps, strict=True) if shared <= most_overlap]
    return np.array(kept, np.intp)


def overlap(box: NDArray[np.float32], boxes: Boxes) -> NDArray[np.float32]:
    """Return intersection over union of one box with each of the others."""
    corner = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = np.prod(np.maximum(corner, 0), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2])
    return np.asarray(shared / np.maximum(areas - shared, 1e-6), np.float32)
