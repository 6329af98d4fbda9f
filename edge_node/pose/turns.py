"""Whose turn it is: the few people of this frame whose keypoints were read longest ago."""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes, overlap

_LEAST_OVERLAP = 0.3
"""Boxes of two frames that share this much (IoU) are taken for the same person's turn; never a track."""


class Turns:
    """A round over the people in view, remembered by box from one frame to the next only."""

    def __init__(self, people_per_frame: int, *, least_wait: int = 0) -> None:
        """least_wait: how many frames somebody is left alone after their turn, though nobody else waits."""
        self._people_per_frame = people_per_frame
        self._least_wait = least_wait
        self._boxes: Boxes = np.zeros((0, 4), np.float32)
        self._waited = np.zeros(0, np.int64)

    def choose(
        self, boxes: Boxes, is_shown: NDArray[np.bool_] | None = None, *, rounds: int = 1
    ) -> tuple[int, ...]:
        """Return the indices to read in this frame; newcomers first, then whoever has waited longest.

        is_shown: bool (N,), who can be read at all; None: everyone. rounds: how many frames' turns to take.
        """
        waited = np.array([self._wait_of(boxes, index) for index in range(len(boxes))], np.int64)
        order = np.argsort(-waited, kind="stable")
        order = order if is_shown is None else order[is_shown[order]]
        order = order[waited[order] >= self._least_wait]
        chosen = order[: self._people_per_frame * rounds]
        self._boxes, self._waited = boxes.copy(), waited + 1
        self._waited[chosen] = 0
        return tuple(int(index) for index in chosen)

    def _wait_of(self, boxes: Boxes, index: int) -> int:
        shared = overlap(boxes[index], self._boxes) if len(self._boxes) else np.zeros(1)
        best = int(np.argmax(shared))
        return int(self._waited[best]) if shared[best] >= _LEAST_OVERLAP else 1_000_000
