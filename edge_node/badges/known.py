"""Who is known to wear a badge, for a few seconds, by box from one look to the next; never a track."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes, overlap

HOLD = timedelta(seconds=5)
"""How long somebody is taken to wear the badge that was last read: they turn, and arms hide it."""
_LEAST_OVERLAP = 0.3
"""Boxes of two looks that share this much (IoU) are taken for the same person."""


class KnownWearers:
    """Remembers the boxes of the last look and when a badge was last read in each."""

    def __init__(self, hold: timedelta = HOLD) -> None:
        self._hold = hold
        self._boxes: Boxes = np.zeros((0, 4), np.float32)
        self._read_at: list[datetime | None] = []

    def follow(self, boxes: Boxes, at: datetime) -> NDArray[np.bool_]:
        """Take the boxes of a new look and return who is known to wear a badge, bool (N,)."""
        self._read_at = [self._known_at(box, at) for box in boxes]
        self._boxes = boxes.copy()
        return self.known()

    def note(self, rows: Iterable[int], at: datetime) -> NDArray[np.bool_]:
        """Note that these wear one, and return who is known to now."""
        for row in rows:
            self._read_at[row] = at
        return self.known()

    def known(self) -> NDArray[np.bool_]:
        """Return who of the last look is known to wear a badge, bool (N,)."""
        return np.array([read_at is not None for read_at in self._read_at], np.bool_)

    def _known_at(self, box: NDArray[np.float32], at: datetime) -> datetime | None:
        shared = overlap(box, self._boxes) if len(self._boxes) else np.zeros(1)
        best = int(np.argmax(shared))
        read_at = self._read_at[best] if shared[best] >= _LEAST_OVERLAP else None
        is_held = read_at is not None and timedelta(0) <= at - read_at <= self._hold
        return read_at if is_held else None
