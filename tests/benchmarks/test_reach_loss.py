"""Where reaches are lost, measured on lines that lose them at a known stage."""

from dataclasses import replace
from functools import cache

import numpy as np

from edge_node.observations import Pose
from tests.benchmarks.drawn_line import Clip, Observed
from tests.benchmarks.drawn_scores import counted_reaches
from tests.benchmarks.drawn_truth import observed_from_truth, shown_in
from tests.benchmarks.reach_loss import ReachLoss, reach_loss
from tests.benchmarks.silhouettes import Shown

SHELF = Clip("corridor-shelf", "calm", 81, 60.0)


@cache
def _seen() -> tuple[Observed, list[list[Shown]]]:
    made = SHELF.staged
    truth = shown_in(made)
    return observed_from_truth(SHELF, made, truth), truth


def _with_poses(observed: Observed, keypoints_of: float | None) -> Observed:
    """Return the line without people (None), or with the scores of their keypoints times so much."""
    share = np.array([1.0, 1.0, keypoints_of or 0.0], np.float32)
    poses: list[tuple[Pose, ...]] = [
        () if keypoints_of is None else tuple(replace(p, keypoints=p.keypoints * share) for p in seen.poses)
        for seen in observed.observations
    ]
    changed = [replace(seen, poses=now) for seen, now in zip(observed.observations, poses, strict=True)]
    return replace(observed, observations=tuple(changed))


def test_who_sees_everything_loses_little() -> None:
    loss = reach_loss(*_seen())

    assert loss.true == loss.found == loss.read > 0
    assert loss.told >= 0.8 * loss.true
    assert loss.looks_wrong < 0.02 * loss.looks_at_others


def test_people_not_found_are_lost_first() -> None:
    observed, truth = _seen()

    loss = reach_loss(_with_poses(observed, None), truth)

    assert loss.true > 0
    assert (loss.found, loss.read, loss.told, loss.looks_at_others) == (0, 0, 0, 0)


def test_people_not_read_are_lost_second() -> None:
    observed, truth = _seen()

    loss = reach_loss(_with_poses(observed, 0.0), truth)

    assert loss.found == loss.true > 0
    assert (loss.read, loss.told) == (0, 0)


def test_losses_add_up() -> None:
    total = ReachLoss(true=1, looks=3)

    total.add(ReachLoss(true=2, looks_wrong=4))

    assert total == ReachLoss(true=3, looks=3, looks_wrong=4)


def test_shelves_out_of_view_hold_no_hands_that_ought_to_be_found() -> None:
    observed, truth = _seen()
    bare = replace(observed, site=replace(observed.site, shelves=()))

    assert counted_reaches(observed, truth)
    assert counted_reaches(bare, truth) == []
