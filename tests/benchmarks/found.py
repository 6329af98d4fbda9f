"""How surely a detector finds each person of a frame, by how tall they are and what hides them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from edge_node.boxes import Boxes
from edge_node.track.assign import iou
from tests.benchmarks.head_truth import Head, View

Floats = NDArray[np.float64]
Hidden = Literal["free", "behind others", "at the edge"]

SAME_PERSON = 0.5
"""A found box is the person when they share at least this (IoU)."""
TALLNESS_PX = (60.0, 100.0, 150.0)
"""Lower edges of the classes of height, at a frame 640 px wide; the last is open."""
COVERED = (0.1, 0.6)
"""A box that nearer people's boxes take less of is free; one they take more of is not asked for."""
EDGE_PX = 3.0
LEAST_HEAD_PX = 8.0
"""Only heads at least this high count, at 640 px: somebody of 60 px."""
_CELLS = (64, 32)
_HEADS_TALL = (2.0, 14.0)
_HEAD_FROM_TOP = (0.5, 0.35)
"""A person's box may begin half a head's height below the head's middle, which lies in its upper 35 %."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One person of one frame."""

    tall_px: float
    """Height of what shows of them, at a frame 640 px wide."""
    hidden: Hidden
    score: float
    """Of the box that was found for them; 0 for none."""


def seen_in(
    people: Sequence[Floats], found: tuple[Boxes, NDArray[np.float32]], frame_px: tuple[int, int]
) -> Iterator[Seen]:
    """Yield everybody tall enough and not all but hidden; people: what shows of each, xyxy px.

    found: boxes and their scores, each standing for one person at most.
    """
    if not people:
        return
    boxes = np.array(people, dtype=np.float64)
    scores = _scores(boxes, *found)
    covered = _covered(boxes)
    for box, score, share in zip(boxes, scores.tolist(), covered, strict=True):
        tall_px = float(box[3] - box[1]) * 640 / frame_px[0]
        if tall_px >= TALLNESS_PX[0] and share < COVERED[1]:
            yield Seen(tall_px, _hidden(box, share, frame_px), score)


def head_score(head: Head, found: tuple[Boxes, NDArray[np.float32]]) -> float:
    """Return the best score of a box that has this head where a person's is; 0 for none."""
    left, top, right, bottom = head.box_px
    x, y, high = (left + right) / 2, (top + bottom) / 2, bottom - top
    best = 0.0
    for (x0, y0, x1, y1), score in zip(found[0].tolist(), found[1].tolist(), strict=True):
        is_above = y0 - _HEAD_FROM_TOP[0] * high <= y <= y0 + _HEAD_FROM_TOP[1] * (y1 - y0)
        is_tall = _HEADS_TALL[0] * high <= y1 - y0 <= _HEADS_TALL[1] * high
        if x0 - 0.1 * high <= x <= x1 + 0.1 * high and is_above and is_tall:
            best = max(best, score)
    return best


def view_of(ahead: Floats, to_camera: Floats) -> View:
    """Return how a head is seen, by two directions on the floor: where it looks, where the camera is."""
    facing = float(ahead[:2] @ to_camera[:2])
    facing /= max(float(np.linalg.norm(ahead[:2]) * np.linalg.norm(to_camera[:2])), 1e-9)
    return "face" if facing > 0.5 else "behind" if facing < -0.5 else "profile"


def _scores(boxes: Floats, found: Boxes, scores: NDArray[np.float32]) -> Floats:
    best = np.zeros(len(boxes))
    if len(found):
        shared = iou(boxes, found.astype(np.float64))
        rows, columns = linear_sum_assignment(-np.where(shared >= SAME_PERSON, shared, 0.0))
        same = shared[rows, columns] >= SAME_PERSON
        best[rows[same]] = scores[columns[same]]
    return best


def _covered(boxes: Floats) -> list[float]:
    """Return how much of each box the boxes of people take who stand nearer: lower in the picture."""
    shares = []
    for box in boxes:
        mask = np.zeros(_CELLS, dtype=np.bool_)
        size = np.maximum(box[2:] - box[:2], 1.0)
        for other in boxes[boxes[:, 3] > box[3]]:
            cells = (other.reshape(2, 2) - box[:2]) / size * _CELLS[::-1]
            (left, top), (right, bottom) = np.clip(cells, 0, _CELLS[::-1]).astype(int).tolist()
            mask[top:bottom, left:right] = True
        shares.append(float(mask.mean()))
    return shares


def _hidden(box: Floats, covered: float, frame_px: tuple[int, int]) -> Hidden:
    if (box[:2] < EDGE_PX).any() or (box[2:] > np.array(frame_px) - EDGE_PX).any():
        return "at the edge"
    return "free" if covered < COVERED[0] else "behind others"
