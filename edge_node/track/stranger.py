"""Whether somebody found again is somebody else: one walks out of a door, and another walks in.

Where a box turns up cannot tell the two apart; which way it goes on can. Only place and speed are looked at.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNSEEN_S = 0.45
"""Whoever is found sooner is not doubted: a detector's flicker."""

WATCHED_S = 0.4
"""How long somebody found again is watched before it is decided who they are."""

MIN_SPEED_HEIGHTS_S = 0.35
"""Slower than this, in body heights a second, nobody is on the way anywhere: half of a stroll."""

OPPOSITE = -0.3
"""Cosine between two ways from which on they lead apart (107°)."""


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """Somebody unseen for a while who was taken for the same person when found."""

    at_s: float
    at_xy_px: Floats
    """float64 (2,): middle of the box that was found."""
    heading_heights_s: Floats
    """float64 (2,): how the lost person moved when last seen, in body heights a second."""

    def is_due(self, t_s: float) -> bool:
        """Return whether they have been watched for long enough."""
        return t_s - self.at_s >= WATCHED_S

    def is_stranger(self, t_s: float, xy_px: Floats, height_px: float) -> bool:
        """Return whether they have since walked back against the way of whom they were taken for."""
        way = (xy_px - self.at_xy_px) / (height_px * (t_s - self.at_s))
        speeds = float(np.hypot(*way)), float(np.hypot(*self.heading_heights_s))
        if min(speeds) < MIN_SPEED_HEIGHTS_S:
            return False
        return float(way @ self.heading_heights_s) < OPPOSITE * speeds[0] * speeds[1]
