"""Arms hang still where they would swing into furniture."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from edge_node.simulation.body import FINGERS, Posture
from edge_node.simulation.shop import Box, is_in

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SIDES = ((7, 9), (8, 10))
"""Elbow and wrist of the left and of the right arm, among the keypoints."""
_RAMP_S = 0.4
"""How long before and after an arm hangs still."""


def with_still_arms(posture: Posture, points_m: Floats, step_s: float, furniture: Sequence[Box]) -> Posture:
    """Return the posture with each arm hanging still while it would otherwise swing into furniture.

    points_m: float64 (T, 17, 3), the body with arms that swing; who reaches into a shelf is left alone.
    """
    swings = posture.reach.max(axis=1) == 0
    hits = np.stack([_is_arm_in(furniture, points_m[:, side]) for side in _SIDES], axis=1) & swings[:, None]
    width = 2 * max(round(_RAMP_S / step_s), 1) + 1
    still = uniform_filter1d(maximum_filter1d(hits.astype(np.float64), width, axis=0), width, axis=0)
    return replace(posture, still=still)


def _is_arm_in(furniture: Sequence[Box], arm_m: Floats) -> Flags:
    """Return whether elbow, wrist or fingers are, by elbow and wrist, float64 (T, 2, 3)."""
    elbow, wrist = arm_m[:, 0, :2], arm_m[:, 1, :2]
    hits = is_in(furniture, np.stack([elbow, wrist, wrist + FINGERS * (wrist - elbow)]))
    return np.asarray(hits.any(axis=0))
