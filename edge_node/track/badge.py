"""Which badge a person wears, told by where badges were seen while they were followed."""

from collections.abc import Sequence

import numpy as np

from edge_node.badges.worn import wearers_of
from edge_node.observations import BADGE_KINDS, LEFT_OUT, SURE_SCORE, BadgeKind, FrameObservation, LeftOut

AGREEING = 2
"""Frames in which a badge of one kind was seen on a person before they are taken to wear it."""


def seen_on(observation: FrameObservation) -> dict[int, BadgeKind]:
    """Return which badge was seen on whom, by row of the poses.

    Where two people may wear it, an opt-out is the likelier one's and another badge nobody's: a visitor who
    stands before staff is not to be lost, who has opted out is not to be measured, and who has not consented
    is in no panel. Of two badges on one person the one counts that asks for more.
    """
    if not observation.badges:
        return {}
    sure = [row for row, pose in enumerate(observation.poses) if pose.score >= SURE_SCORE]
    boxes = np.array([observation.poses[row].bbox_xyxy_px for row in sure], np.float32).reshape(-1, 4)
    found: dict[int, BadgeKind] = {}
    for badge in observation.badges:
        rows = wearers_of(badge.bbox_xyxy_px, boxes)
        if len(rows) == 1 or (rows and badge.kind == "optout"):
            wearer = sure[rows[0]]
            found[wearer] = min(found.get(wearer, badge.kind), badge.kind, key=BADGE_KINDS.index)
    return found


def agreed(seen: Sequence[BadgeKind | None]) -> LeftOut | None:
    """Return the badge of LEFT_OUT that enough frames agree on; of two the one that asks for more."""
    return next((kind for kind in LEFT_OUT if seen.count(kind) >= AGREEING), None)


def is_in_panel(seen: Sequence[BadgeKind | None]) -> bool:
    """Return whether enough frames agree that the person wears the panel's badge."""
    return seen.count("panel") >= AGREEING
