"""At which stage of the line hands in shelves are lost: people not found, not read, or hands not told."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from scipy.optimize import linear_sum_assignment

from edge_node.hand_sight import look_of
from edge_node.observations import NO_SHELF, NOT_LOOKED, Pose
from edge_node.simulation.truth import Reach
from edge_node.track.assign import iou
from tests.benchmarks.drawn_line import Observed
from tests.benchmarks.drawn_scores import SAME_BOX, counted_reaches
from tests.benchmarks.silhouettes import Shown


@dataclass(slots=True)
class ReachLoss:
    """Counts; everything can be added."""

    true: int = 0
    """Hands in shelves that ought to be found."""
    found: int = 0
    """Those during which the person's box was found in at least half of the frames."""
    read: int = 0
    """Those during which the person's keypoints were read well enough at least once."""
    told: int = 0
    """Those of which at least one look said that a hand is in that shelf."""
    looks: int = 0
    """Looks at people who have a hand in a shelf."""
    looks_right: int = 0
    looks_at_others: int = 0
    looks_wrong: int = 0
    """Looks at others that said a hand is in some shelf."""

    def add(self, other: "ReachLoss") -> None:
        """Add the other clip's counts to these."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class _Seen:
    """One person in one frame."""

    t_s: float
    person: int
    pose: Pose | None
    """None: not found."""


def reach_loss(observed: Observed, truth: list[list[Shown]]) -> ReachLoss:
    """Return how many of the hands in shelves are left after each stage."""
    look = look_of(observed.site)
    loss = ReachLoss()
    if look is None:
        return loss
    seen = list(_everybody(observed, truth))
    hand_at = [NOT_LOOKED if one.pose is None else look(one.pose).hand_at for one in seen]
    for reach in counted_reaches(observed, truth):
        rows = _during(seen, reach)
        looks = [hand_at[row] for row in rows if hand_at[row] != NOT_LOOKED]
        right = looks.count(observed.site.shelf_names.index(reach.shelf))
        loss.true += 1
        loss.found += 2 * sum(seen[row].pose is not None for row in rows) >= len(rows)
        loss.read += bool(looks)
        loss.told += right > 0
        loss.looks += len(looks)
        loss.looks_right += right
    busy = {row for reach in observed.staged.truth.reaches for row in _during(seen, reach)}
    others = [said for row, said in enumerate(hand_at) if row not in busy and said != NOT_LOOKED]
    loss.looks_at_others = len(others)
    loss.looks_wrong = sum(said != NO_SHELF for said in others)
    return loss


def _during(seen: list[_Seen], reach: Reach) -> list[int]:
    """Return the rows of the person while the hand is in the shelf."""
    return [
        row
        for row, one in enumerate(seen)
        if one.person == reach.person and reach.from_s <= one.t_s <= reach.until_s
    ]


def _everybody(observed: Observed, truth: list[list[Shown]]) -> Iterator[_Seen]:
    """Yield everybody in view in every frame, each with the pose that is theirs."""
    for observation in observed.observations:
        shown_now, poses = truth[observation.index], observation.poses
        theirs: dict[int, Pose] = {}
        if shown_now and poses:
            boxes = np.array([pose.bbox_xyxy_px for pose in poses], dtype=np.float64)
            whole = iou(np.array([shown.bbox_xyxy_px for shown in shown_now]), boxes)
            shared = np.maximum(whole, iou(np.array([shown.shown_xyxy_px for shown in shown_now]), boxes))
            pairs = zip(*linear_sum_assignment(-shared), strict=True)
            theirs = {row: poses[column] for row, column in pairs if shared[row, column] >= SAME_BOX}
        for row, shown in enumerate(shown_now):
            yield _Seen(observation.captured_at.timestamp(), shown.person, theirs.get(row))
