"""The measuring of the drawn shop, measured: who sees everything is right, who sees nothing is not."""

from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from edge_node.observations import KEYPOINTS, FrameObservation, Pose
from edge_node.simulation.floor_in_view import as_seen
from tests.benchmarks.drawn_line import Clip, Observed, site_of, track
from tests.benchmarks.drawn_scores import Scores, score
from tests.benchmarks.drawn_shop import figures
from tests.benchmarks.silhouettes import Silhouettes

CLIP = Clip("boutique-door", "busy", 1, 8.0)


@cache
def _observed(kept: float = 1.0) -> Observed:
    """Return what a line sees that finds the first so many of everybody who shows at all."""
    made = CLIP.staged
    silhouettes = Silhouettes(made.scene)
    observations = []
    for index in range(made.scene.frames):
        poses = []
        for shown in silhouettes.of(index):
            keypoints = np.zeros((KEYPOINTS, 3), np.float32)
            keypoints[5:] = np.column_stack([shown.joints_px[5:], np.ones(12)])
            poses.append(Pose(keypoints, shown.bbox_xyxy_px.astype(np.float32), 0.9))
        at = made.scene.starts_at + timedelta(seconds=index / made.scene.rate_hz)
        poses = poses[: round(kept * len(poses))]
        observations.append(FrameObservation(index, at, 768, 432, tuple(poses), 0, None))
    shop = as_seen(made.view.shop, made.scene.camera)
    site = site_of(made, shop)
    return Observed(CLIP, made, shop, site, tuple(observations), track(observations, site), {})


def test_a_line_that_sees_everything_is_right() -> None:
    scores = score(_observed())

    assert scores.people > 100
    assert scores.found == scores.people
    assert scores.right == scores.reported
    assert scores.joints_right == scores.joints
    assert scores.entries == scores.true_entries > 0
    assert np.median(scores.position_m) < 0.3


def test_a_line_that_misses_people_is_found_out() -> None:
    everything, half = score(_observed()), score(_observed(0.5))

    assert half.found < 0.8 * everything.found
    assert half.same_points < 0.8 * everything.same_points
    assert half.right == half.reported


def test_a_line_that_sees_nothing_has_no_figures_but_zero() -> None:
    rows = figures(score(_observed(0.0)))

    assert rows["recall"] == 0.0
    assert rows["position_m"] is None
    assert rows["entries"] == f"0/{score(_observed()).true_entries}"


def test_scores_add_up() -> None:
    total = Scores(people=1, position_m=[0.1])

    total.add(Scores(people=2, position_m=[0.3]))

    assert total.people == 3
    assert total.position_m == pytest.approx([0.1, 0.3])
