"""One look for badges: a few people a frame in turn, and who is not to be read by anything after it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.badges.known import KnownWearers
from edge_node.badges.reader import BadgeReader
from edge_node.badges.worn import wearers_of
from edge_node.frame import BlurredFrame
from edge_node.observations import LEFT_OUT, SURE_SCORE, BadgeSeen
from edge_node.pose.turns import Turns

PEOPLE_PER_LOOK = 2
"""As many as have their keypoints read."""
LEAST_WAIT = 1
"""Looks for which somebody is left alone after their turn: looks come up to five times a second."""
MOST_BADGES = 8
"""More in one look are a pattern, not badges, and none of them counts. The wall lets no more through."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What one look found."""

    badges: tuple[BadgeSeen, ...]
    is_read: NDArray[np.bool_]
    """bool (N,): whose keypoints may be read: not of those who are known to wear a badge of LEFT_OUT."""


class BadgeLooker:
    """Reads badges at a bounded rate, whoever has waited longest first."""

    def __init__(self, reader: BadgeReader | None = None, *, people_per_look: int = PEOPLE_PER_LOOK) -> None:
        self._reader = reader or BadgeReader()
        self._turns = Turns(people_per_look, least_wait=LEAST_WAIT)
        self._known = KnownWearers()

    def look(self, frame: BlurredFrame) -> Looked:
        """Return the badges of those whose turn it is, and who may be read after it."""
        sure = np.flatnonzero(frame.person_scores >= SURE_SCORE)
        boxes = frame.person_boxes_xyxy_px[sure]
        chosen = self._turns.choose(boxes, frame.is_readable[sure])
        badges = tuple(badge for person in chosen for badge in self._reader.read(frame, int(sure[person])))
        badges = badges if len(badges) <= MOST_BADGES else ()
        self._known.follow(boxes, frame.captured_at)
        left_out = (badge.bbox_xyxy_px for badge in badges if badge.kind in LEFT_OUT)
        worn = [row for box in left_out for row in wearers_of(box, boxes)[:1]]
        is_read = frame.is_readable
        is_read[sure[self._known.note(worn, frame.captured_at)]] = False
        return Looked(badges, is_read)
