"""Noticing a frozen picture: a camera that sends one frame for ever is no camera that sees an empty shop."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from edge_node.frame import Pixels

FROZEN_S = 60.0
"""A picture of which no sampled value has changed for so long is frozen: a sensor's noise alone changes it
many times a second, and what a codec holds back comes with its next key frame."""
_EVERY_PX = 4
"""One pixel in sixteen is compared; a person covers many."""


class Stillness:
    """Follows the pictures of one source."""

    def __init__(self, *, is_suspect: bool = False) -> None:
        self.is_suspect = is_suspect
        """True for a source that was frozen before, until its picture has changed once."""
        self._sample: NDArray[np.uint8] | None = None
        self._since: datetime | None = None

    def held_s(self, pixels: Pixels, at: datetime) -> float:
        """Return for how many seconds the picture has been the same, up to this frame."""
        sample = pixels[::_EVERY_PX, ::_EVERY_PX]
        if self._sample is not None and self._since is not None and np.array_equal(sample, self._sample):
            return (at - self._since).total_seconds()
        self.is_suspect = self.is_suspect and self._since is None
        self._sample, self._since = sample.copy(), at
        return 0.0
