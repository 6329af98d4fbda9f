"""Drawn clips as a line would see them that makes no mistake, or a known one: no pixel is looked at."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from edge_node.hand_sight import fronts_of
from edge_node.observations import KEYPOINTS, Across, FrameObservation, Pose
from edge_node.scene import Scene
from edge_node.simulation.body import FINGERS
from edge_node.simulation.floor_in_view import as_seen
from edge_node.simulation.staging import Staged
from edge_node.track.front import Front
from edge_node.track.pinhole import NoPinhole
from edge_node.wall.curtain import ASIDE_M as CURTAIN_M
from tests.benchmarks.drawn_line import Clip, Observed, site_of, track
from tests.benchmarks.silhouettes import Shown, Silhouettes

Floats = NDArray[np.float64]

HIDDEN_SCORE = 0.2
"""What a pose model says of a joint that it cannot see."""
NEW_SCORE = 0.9
"""What a detector says of a person."""
HALF_ARM = 0.01
"""Half an arm's width, as a share of the front's line."""
ARMS, HIPS = ([5, 7, 9], [6, 8, 10]), [11, 12]
"""Shoulder, elbow and wrist of both, among the keypoints."""


def shown_in(made: Staged) -> list[list[Shown]]:
    """Return what every frame truly shows of everybody."""
    silhouettes = Silhouettes(made.scene)
    return [silhouettes.of(index) for index in range(made.scene.frames)]


def observed_from_truth(
    clip: Clip, made: Staged, truth: Sequence[Sequence[Shown]], *, kept: float = 1.0
) -> Observed:
    """Return the clip as a line would see it that finds the first so many of everybody who shows at all."""
    width, height = made.scene.camera.frame_px
    shop = as_seen(made.view.shop, made.scene.camera)
    site = site_of(made, shop)
    found = fronts_of(site)
    fronts = () if isinstance(found, NoPinhole) else found
    observations = []
    for index, shown_now in enumerate(truth):
        poses = tuple(_pose(shown) for shown in shown_now[: round(kept * len(shown_now))])
        at = made.scene.starts_at + timedelta(seconds=index / made.scene.rate_hz)
        across = tuple(_across(made.scene, fronts, index))
        observations.append(FrameObservation(index, at, width, height, poses, 0, None, across=across))
    return Observed(clip, made, shop, site, tuple(observations), track(observations, site), {})


def _pose(shown: Shown) -> Pose:
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    keypoints[5:, :2] = shown.joints_px[5:]
    keypoints[5:, 2] = np.where(shown.is_shown[5:], 1.0, HIDDEN_SCORE)
    return Pose(keypoints, shown.bbox_xyxy_px.astype(np.float32), NEW_SCORE)


def _across(scene: Scene, fronts: Sequence[Front], index: int) -> Iterator[Across]:
    """Yield where every arm that passes a front far enough for the curtain lies across it."""
    for person in scene.people:
        points_m = person.keypoints_m(index)
        if points_m is not None:
            for front, arm in product(fronts, ARMS):
                yield from _one_across(front, points_m[HIPS].mean(axis=0), points_m[arm])


def _one_across(front: Front, hips_m: Floats, arm_m: Floats) -> Iterator[Across]:
    """Yield where the arm, shoulder to wrist, float64 (3, 3), passes the plane of the front, if it does."""
    finger_m = arm_m[2] + (arm_m[2] - arm_m[1]) * FINGERS
    points_m = np.vstack((arm_m, finger_m))
    behind_m = -_before(front, points_m) * np.sign(_before(front, hips_m[None])[0])
    if behind_m[-1] < CURTAIN_M[1]:
        return
    first = int(np.flatnonzero(behind_m > 0)[0])
    if first == 0:
        return
    share = behind_m[first - 1] / (behind_m[first - 1] - behind_m[first])
    at_m = points_m[first - 1] + share * (points_m[first] - points_m[first - 1])
    start, end = front.ends_px
    on_line = float((front.camera.project(at_m[None])[0] - start) @ (end - start)) / float(
        (end - start) @ (end - start)
    )
    if 0.0 <= on_line <= 1.0 and front.stand(hips_m[:2]) is not None:
        yield Across(front.shelf, max(on_line - HALF_ARM, 0.0), min(on_line + HALF_ARM, 1.0))


def _before(front: Front, points_m: Floats) -> Floats:
    """Return how far the points lie from the front's plane, to one side of it, float64 (N,)."""
    off_m = points_m[:, :2] - front.near_m
    before: Floats = off_m[:, 0] * front.along[1] - off_m[:, 1] * front.along[0]
    return before
