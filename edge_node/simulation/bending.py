"""How far somebody leans and sinks so that a hand gets into a shelf at the height of its board."""

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.paths import STAND_OFF_M

Floats = NDArray[np.float64]

IN_SHELF_M = 0.1
"""How far behind the shelf's front edge the wrist goes; a choice, the fingers are another 9 cm further in."""
STEP_IN_M = 0.1
"""Who reaches comes so much closer than who looks; a choice."""
TARGET_M = STAND_OFF_M - STEP_IN_M + IN_SHELF_M
"""From the middle of the feet to the wrist, on the floor."""
_STRETCH = 0.97
"""An arm in a shelf is nearly straight: the share of its length that it bridges."""
_COMFORT = 0.6
"""Boards lower than this share of the arm under the shoulder make the knees bend."""
_KNEE_SHARE, _MOST_SINK = 0.3, 0.2
"""The knees take this share of what is missing, up to so much of the hip's height; then the back bends."""
_LEANS_RAD = np.radians(np.arange(0.0, 81.0, 1.0))


def bent_to(height_m: Floats, hip_m: float, trunk_m: float, arm_m: float) -> tuple[Floats, Floats]:
    """Return lean in radians and how far the hips sink in metres, each float64 (T,): the least that reaches.

    height_m: float64 (T,), the board. The other lengths are the standing hip's height, hip to shoulder, and
    shoulder to wrist. A board that no lean reaches is leant to as far as it goes.
    """
    missing_m = hip_m + trunk_m - height_m - _COMFORT * arm_m
    sink_m = np.clip(_KNEE_SHARE * missing_m, 0.0, _MOST_SINK * hip_m)
    ahead_m = TARGET_M - trunk_m * np.sin(_LEANS_RAD)
    down_m = (hip_m - sink_m - height_m)[:, None] + trunk_m * np.cos(_LEANS_RAD)
    apart_m = np.hypot(ahead_m, down_m)
    enough = apart_m <= _STRETCH * arm_m
    least = np.where(enough.any(axis=1), enough.argmax(axis=1), apart_m.argmin(axis=1))
    return _LEANS_RAD[least], sink_m
