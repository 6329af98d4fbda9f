"""Overlap against pixels counted one by one, and thinning as a rule about what is left."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge_node.boxes import overlap, thin

CORNERS = arrays(np.int64, (6, 4), elements=st.integers(0, 20))


def _boxes(corners: np.ndarray) -> np.ndarray:
    low, high = np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])
    return np.concatenate([low, high + 1], axis=1).astype(np.float32)


def _area_shared(first: np.ndarray, second: np.ndarray) -> float:
    grid = np.zeros((2, 24, 24), bool)
    for layer, box in zip(grid, (first, second), strict=True):
        left, top, right, bottom = box.astype(int)
        layer[top:bottom, left:right] = True
    return float((grid[0] & grid[1]).sum() / (grid[0] | grid[1]).sum())


@given(CORNERS)
def test_overlap_is_shared_pixels_over_all_pixels(corners: np.ndarray) -> None:
    boxes = _boxes(corners)

    shared = overlap(boxes[0], boxes)

    assert np.allclose(shared, [_area_shared(boxes[0], box) for box in boxes], atol=1e-5)


@given(CORNERS, arrays(np.float32, 6, elements=st.floats(0, 1, width=32)))
def test_thinning_keeps_the_best_of_every_crowd(corners: np.ndarray, scores: np.ndarray) -> None:
    boxes = _boxes(corners)

    kept = thin(boxes, scores, 0.5)

    assert all(overlap(boxes[i], boxes[[j for j in kept if j != i]]).max(initial=0) <= 0.5 for i in kept)
    for lost in set(range(6)) - set(kept.tolist()):
        crowding = [i for i in kept if overlap(boxes[lost], boxes[i : i + 1])[0] > 0.5]
        assert max(scores[i] for i in crowding) >= scores[lost]


def test_no_boxes_thin_to_none() -> None:
    assert thin(np.zeros((0, 4), np.float32), np.zeros(0, np.float32)).shape == (0,)
