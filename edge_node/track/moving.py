"""How somebody moves, told moment by moment: poses of the last seconds in, coarse levels out.

This is the only place behind the wall where keypoints are held for longer than a frame, and BUFFER_S is how
long. What leaves it are levels (edge_node/intent/levels.py).
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS, UNREAD, WAY, body_levels, way_levels
from edge_node.intent.posture import POSTURE, posture_levels
from edge_node.observations import Pose
from edge_node.track.assign import Floats

BUFFER_S = 2.0
"""A pose older than this is forgotten when the next one comes, and with its track."""

SEEN_SCORE = 0.3
"""A joint less sure than this was not measured."""

BODY = slice(5, 17)
"""Shoulders to ankles among the keypoints: face and hands never crossed the wall."""

_MOVEMENT = len(LEVELS)
_COUNT = len(LEVELS) + len(POSTURE)

NOTHING_READ = np.full(_COUNT, UNREAD, dtype=np.int8).tobytes()
"""What is said of a moment at which nobody looked."""


class Moving:
    """The last poses of one followed person."""

    def __init__(self) -> None:
        self._poses: deque[tuple[float, Floats]] = deque()

    def see(self, t_s: float, pose: Pose) -> bytes:
        """Return the levels of this moment, int8 (13,) as bytes: movement, then posture.

        Those of the way are UNREAD. Keypoints need not have been read: then the body is UNREAD too.
        """
        levels = np.full(_COUNT, UNREAD, dtype=np.int8)
        while self._poses and self._poses[0][0] <= t_s - BUFFER_S:
            self._poses.popleft()
        joints = _joints(pose)
        if np.isfinite(joints).any():
            self._poses.append((t_s, joints))
            times = np.array([at_s for at_s, _ in self._poses])
            held = np.stack([each for _, each in self._poses])
            levels[WAY:_MOVEMENT] = body_levels(times, held)[-1]
            levels[_MOVEMENT:] = posture_levels(times, held)[-1]
        return levels.tobytes()

    def wipe(self) -> None:
        """Forget every pose."""
        self._poses.clear()

    @property
    def held(self) -> int:
        """How many poses are held."""
        return len(self._poses)


def levels_of_track(
    moments: list[bytes], t_s: Floats, floor_xy: Floats, *, is_in_metres: bool
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return movement, int8 (T, 11), with the levels of the way on the floor, and posture, int8 (T, 2).

    moments: what Moving said, T times; t_s, floor_xy: (T,), (T, 2). In pixels no pace is known.
    """
    levels = np.frombuffer(b"".join(moments), dtype=np.int8).reshape(len(moments), _COUNT).copy()
    if is_in_metres:
        levels[:, :WAY] = way_levels(t_s, floor_xy)
    return levels[:, :_MOVEMENT], levels[:, _MOVEMENT:]


def _joints(pose: Pose) -> Floats:
    """Return float64 (12, 2): x, and y upwards, pixels; nan where not measured."""
    body = pose.keypoints[BODY].astype(np.float64)
    joints: Floats = np.where(body[:, 2:] >= SEEN_SCORE, body[:, :2] * [1.0, -1.0], np.nan)
    return joints
