"""People of whom only the head shows: their bodies, through the camera, behind those who stand before them.

A head says where somebody of usual height stands. It counts where a body that is seen covers much of theirs,
which is why nobody found it; a head with nothing before it is a poster, or goods that look like a face.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import FrameObservation, Pose
from edge_node.pose.keypoints import unmeasured
from edge_node.track.upright import USUAL_M, Upright

Floats = NDArray[np.float64]

BEGINS, KEEPS = 0.62, 0.4
"""What such a box counts as, once its head has stood still: enough to begin somebody. Until then: a doubtful
box, which keeps somebody followed who is known, and begins nobody.  Source: Rules in boxes.py."""
STOOD_S = 1.0
"""A head stands that was there before so long a while, and in half of the looks since."""
STILL = 0.5
"""So far from where it is now, in heights of the head."""
COVERED_SHARE = 0.3
"""Of a hidden body, somebody else's box covers so much at least."""
WIDE = 0.26
"""Width of a standing body over its height."""
FEWEST_HEADS = 3.0
"""A body less than so many faces tall is none: the head is near the camera, or no head."""


class Heads:
    """Remembers where heads were a moment ago, to know which of them stand."""

    def __init__(self, upright: Upright | None) -> None:
        """Read bodies off this camera; where none can be told a head says nothing."""
        self._upright = upright
        self._looks: list[tuple[float, Floats]] = []

    def everybody(self, observation: FrameObservation) -> tuple[Pose, ...]:
        """Return the poses of a look, and after them those of whom only the head shows, without keypoints."""
        heads_px = np.array([head.bbox_xyxy_px for head in observation.heads_alone], dtype=np.float64)
        stand = self._note(observation.captured_at.timestamp(), heads_px.reshape(-1, 4))
        seen = np.array([pose.bbox_xyxy_px for pose in observation.people], dtype=np.float64)
        if self._upright is None or not len(stand) or not len(seen):
            return observation.poses
        bodies = _bodies(heads_px, self._upright, (observation.width_px, observation.height_px))
        hidden = (
            Pose(unmeasured(), body.astype(np.float32), BEGINS if stands else KEEPS)
            for head, body, stands in zip(heads_px, bodies, stand, strict=True)
            if _is_body(body, head) and _covered_share(body, seen) >= COVERED_SHARE
        )
        return (*observation.poses, *hidden)

    def clear(self) -> None:
        """Forget where heads were."""
        self._looks = []

    def _note(self, t_s: float, heads_px: Floats) -> list[bool]:
        """Return which heads have stood still, and remember them all."""
        recent = [(at_s, then) for at_s, then in self._looks if t_s - 2 * STOOD_S <= at_s < t_s]
        self._looks = [*recent, (t_s, heads_px)]
        since = [then for at_s, then in recent if at_s >= t_s - STOOD_S]
        before = [then for at_s, then in recent if at_s <= t_s - STOOD_S]
        return [
            any(_is_there(head, then) for then in before)
            and 2 * sum(_is_there(head, then) for then in since) >= len(since)
            for head in heads_px
        ]


def _is_there(head: Floats, then: Floats) -> bool:
    """Return whether one of the heads of another look is where this one is.  Shape: (4,), (K, 4)."""
    far_px = np.abs(then - head)[:, :2].max(axis=1)
    return bool((far_px <= STILL * (head[3] - head[1])).any())


def _bodies(heads_px: Floats, upright: Upright, frame_px: tuple[int, int]) -> Floats:
    """Return the boxes of people of usual height under these heads, as far as they lie in the picture.

    Shape: (K, 4) → (K, 4), nan where it cannot be told.
    """
    width_px, height_px = frame_px
    tops = np.column_stack([(heads_px[:, 0] + heads_px[:, 2]) / 2, heads_px[:, 1]])
    floor_m = upright.under_heads(tops, USUAL_M)
    feet = upright.camera.project(np.column_stack([floor_m, np.zeros(len(floor_m))]))
    tall_px = np.maximum(feet[:, 1] - tops[:, 1], 1.0)
    shown = np.minimum((height_px - tops[:, 1]) / tall_px, 1.0)
    lowest = tops + shown[:, None] * (feet - tops)
    half = WIDE / 2 * tall_px
    left = np.minimum(tops[:, 0], lowest[:, 0]) - half
    right = np.maximum(tops[:, 0], lowest[:, 0]) + half
    return np.column_stack(
        [np.maximum(left, 0.0), np.maximum(tops[:, 1], 0.0), np.minimum(right, width_px), lowest[:, 1]]
    )


def _is_body(body: Floats, head: Floats) -> bool:
    return bool(body[3] - body[1] >= FEWEST_HEADS * (head[3] - head[1]))


def _covered_share(body: Floats, others: Floats) -> float:
    """Return how much of the body the one of the others covers that covers most.  Shape: (4,), (N, 4)."""
    sides = np.minimum(body[2:], others[:, 2:]) - np.maximum(body[:2], others[:, :2])
    covered: float = np.prod(np.maximum(sides, 0.0), axis=1).max() / np.prod(body[2:] - body[:2])
    return covered
