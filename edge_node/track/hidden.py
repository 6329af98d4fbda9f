"""Whoever is hidden behind somebody is there still: what a stand leaves behind, and who hides whom.

People in one line of sight are one box, and so are two who stand side by side. Whoever was followed there
before them waits, where last seen, for as long as somebody hides them, and is found again by place alone, or
comes out near by under another name: they were there until then.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import UNREAD
from edge_node.observations import NOT_LOOKED, Track
from edge_node.track.assign import Floats

STILL_M = 0.3
"""Whoever stays this near to where they were stands."""

STOOD_S = 1.0
"""Whoever has stood for this long, and is then hidden, stands there still."""

STANDING_S = 2.0
"""Behind somebody who has stood for this long, whoever walked and does not come out has stopped."""

MOST_S = 60.0
"""Nobody waits longer than this."""

NEAR_M, LEAST_IOU = 0.5, 0.3
"""A sure box is theirs again that lies as near as this and shares as much with where they were."""

ELSEWHERE_M = 3.0
"""A track that begins this near to somebody who waits may be theirs: they came out elsewhere."""

ACROSS_SHARE, NEARER_SHARE = 0.5, 0.03
"""Who hides somebody lies across this share of their width and ends this much lower, in their own heights."""

WITHIN_SHARE = 0.6
"""Or takes in this share of them: two side by side are one box."""

LAST_S = 1.0
"""Where somebody was last seen is the middle of so long: boxes jitter as they are covered."""


@dataclass(slots=True, eq=False)
class Stand:
    """Where somebody has been since when; boxes in px."""

    at_xyxy_px: Floats
    """float64 (4,): where they came to stand."""
    since_s: float
    last_xyxy_px: Floats
    """float64 (4,): where last seen, filtered."""
    hidden_s: float = -np.inf
    """When somebody last hid them."""

    def stood_s(self, t_s: float) -> float:
        """Return for how long they had stood at that moment."""
        return t_s - self.since_s


def hides(boxes_xyxy_px: Floats, person_xyxy_px: Floats) -> bool:
    """Return whether any of the boxes hides who is there.  Shape: (N, 4), (4,)."""
    low = np.maximum(boxes_xyxy_px[:, :2], person_xyxy_px[:2])
    high = np.minimum(boxes_xyxy_px[:, 2:], person_xyxy_px[2:])
    wide, tall = np.maximum(high - low, 0.0).T
    width, height = person_xyxy_px[2:] - person_xyxy_px[:2]
    is_nearer = boxes_xyxy_px[:, 3] > person_xyxy_px[3] + NEARER_SHARE * height
    is_before = is_nearer & (wide >= ACROSS_SHARE * width) & (tall > 0.0)
    return bool((is_before | (wide * tall >= WITHIN_SHARE * width * height)).any())


def waited(track: Track, until_s: float | None) -> Track:
    """Return the track with one point more, where they were last seen: they were there until then, unread.

    until_s: unix seconds; None, or no later than its end: the track as it is.
    """
    if until_s is None or until_s <= track.t_s[-1]:
        return track
    last_xy_m = np.median(track.floor_xy_m[track.t_s >= track.t_s[-1] - LAST_S], axis=0)
    return replace(
        track,
        t_s=np.append(track.t_s, until_s),
        floor_xy_m=np.vstack([track.floor_xy_m, last_xy_m.astype(np.float32)]),
        hand_at=_one_more(track.hand_at, NOT_LOOKED),
        movement=_one_more(track.movement, UNREAD),
        posture=_one_more(track.posture, UNREAD),
    )


def _one_more(values: NDArray[np.int8] | None, value: int) -> NDArray[np.int8] | None:
    if values is None:
        return None
    return np.concatenate([values, np.full((1, *values.shape[1:]), value, np.int8)])
