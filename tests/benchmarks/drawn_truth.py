"""Drawn clips as a line would see them that makes no mistake, or a known one: no pixel is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from edge_node.observations import KEYPOINTS, FrameObservation, Pose
from edge_node.simulation.floor_in_view import as_seen
from edge_node.simulation.staging import Staged
from tests.benchmarks.drawn_line import Clip, Observed, site_of, track
from tests.benchmarks.silhouettes import Shown, Silhouettes

HIDDEN_SCORE = 0.2
"""What a pose model says of a joint that it cannot see."""
NEW_SCORE = 0.9
"""What a detector says of a person."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How well is seen."""

    kept: float = 1.0
    """The first so many of everybody who shows at all are found."""
    miss: float = 0.0
    """Standard deviation of each keypoint, in heights of the person's box."""
    looked_at: int | None = None
    """People a frame whose keypoints are read, in turns; None: everybody's."""


def shown_in(made: Staged) -> list[list[Shown]]:
    """Return what every frame truly shows of everybody."""
    silhouettes = Silhouettes(made.scene)
    return [silhouettes.of(index) for index in range(made.scene.frames)]


def observed_from_truth(
    clip: Clip, made: Staged, truth: Sequence[Sequence[Shown]], eyes: Eyes | None = None
) -> Observed:
    """Return the clip as a line with such eyes would see it."""
    eyes, rng = eyes or Eyes(), np.random.default_rng(clip.seed)
    width, height = made.scene.camera.frame_px
    observations = []
    for index, shown_now in enumerate(truth):
        everybody = shown_now[: round(eyes.kept * len(shown_now))]
        turn = _turn(index, len(everybody), eyes.looked_at)
        poses = tuple(_pose(shown, eyes.miss, rng, is_read=k in turn) for k, shown in enumerate(everybody))
        at = made.scene.starts_at + timedelta(seconds=index / made.scene.rate_hz)
        observations.append(FrameObservation(index, at, width, height, poses, 0, None))
    shop = as_seen(made.view.shop, made.scene.camera)
    site = site_of(made, shop)
    return Observed(clip, made, shop, site, tuple(observations), track(observations, site), {})


def _turn(index: int, people: int, looked_at: int | None) -> set[int]:
    if looked_at is None or people <= looked_at:
        return set(range(people))
    return {(index * looked_at + k) % people for k in range(looked_at)}


def _pose(shown: Shown, miss: float, rng: np.random.Generator, *, is_read: bool) -> Pose:
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    if is_read:
        keypoints[5:, :2] = shown.joints_px[5:] + rng.normal(0.0, miss * shown.height_px, (12, 2))
        keypoints[5:, 2] = np.where(shown.is_shown[5:], 1.0, HIDDEN_SCORE)
    return Pose(keypoints, shown.bbox_xyxy_px.astype(np.float32), NEW_SCORE)
