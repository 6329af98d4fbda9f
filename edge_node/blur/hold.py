"""Heads that were just there: covered on through the frames in which no model finds them."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.heads import grown
from edge_node.boxes import Boxes

_GROWTH = 0.15
"""A held box grows this much on each side: the head has moved on since it was last found."""

_LEAST_LOOKS = 2
"""A head is held through this many looks in any case: where nothing moves they are a second apart."""


class HeldHeads:
    """Remembers head boxes for a short while; a found head replaces the held one it stands on."""

    def __init__(self, hold: timedelta) -> None:
        self._hold = hold
        self._seen: list[tuple[datetime, Boxes]] = []

    def with_held(self, found: Boxes, at: datetime) -> Boxes:
        """Return the found boxes followed by the held ones, and remember the found."""
        self._seen = [
            (seen, boxes)
            for look, (seen, boxes) in enumerate(self._seen, start=_LEAST_LOOKS - len(self._seen))
            if look >= 0 or timedelta(0) <= at - seen <= self._hold
        ]
        held = np.concatenate([np.zeros((0, 4), np.float32), *(boxes for _, boxes in self._seen)])
        gaps = held[~_stands_on(held, found)]
        self._seen = [(seen, boxes[~_stands_on(boxes, found)]) for seen, boxes in self._seen]
        self._seen.append((at, found))
        return np.concatenate([found, grown(gaps, _GROWTH, _GROWTH)])


def _stands_on(held: Boxes, found: Boxes) -> NDArray[np.bool_]:
    """Return for each held box whether a found one covers its centre."""
    centres = (held[:, None, :2] + held[:, None, 2:]) / 2
    inside: NDArray[np.bool_] = (centres >= found[None, :, :2]) & (centres <= found[None, :, 2:])
    return np.asarray(np.any(np.all(inside, axis=2), axis=1), np.bool_)
