"""Whoever is hidden behind somebody is there still: what a stand leaves behind, and who hides whom.

People in one line of sight are one box, and so are two who stand side by side. Whoever was followed there
before them waits, where last seen, for as long as somebody hides them, and is found again by place alone.
"""

from dataclasses import dataclass

import numpy as np

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
