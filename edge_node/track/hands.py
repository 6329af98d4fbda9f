"""Whether a hand is in a shelf, from one person's keypoints and box: which figure on the floor explains them.

Every figure (idle ones turned every way, ones that reach towards each shelf nearby) is stood where the person
stands, seen through the camera and compared. What counts is how likely it is, all figures together, that a
wrist is behind a shelf's front edge: no figure alone decides, nor does it matter which hand is which.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Pose
from edge_node.track.figure import ANKLE, HIP, JOINTS, Figures, idle_figures, reaching_figures
from edge_node.track.pinhole import Pinhole
from edge_node.track.reaching import NOTHING_SEEN, OUT_OF_REACH, HandLook

Floats = NDArray[np.float64]

STATURES_M = (1.62, 1.78)
"""Adults; a figure a size off is a figure a little further away, which the fit takes up."""
MIDDLE_M = 1.70
"""Middle height."""
LEAST_SCORE = 0.1
"""A joint less sure than this says nothing; above, it counts by its score."""
SEEN_SCORE = 0.3
"""A joint at least so sure is seen."""
SEEN_JOINTS = 6
"""A person of whom fewer joints are seen, or no elbow and no wrist, has not been looked at."""
ARMS = slice(7, 11)
"""Elbows and wrists among the keypoints."""
NEAR_M, ASIDE_M = 1.4, 0.4
"""A front edge farther away than this from the feet, or passed by more than that, is out of reach."""
JOINT_ERROR, BOX_ERROR = 0.1, 0.04
"""Usual error of keypoints and box edges, in body heights: arms in shelves are read worse than boxes."""
FAR_OFF = 12.0
"""Squared errors (in usual errors) count less and less beyond this: keypoints are at times made up."""
FLOOR_ERROR_M = 0.15
"""Usual error of where the feet were thought to be."""
SWAPPED = 0.5
"""How often left and right come out exchanged, once heads are filled: nothing says which."""
NEVER = -1e6
"""Log likelihood of a figure that would stand behind the camera."""
EDGE_SOFT_M = 0.05
"""How sharply the front edge divides in from out."""
SURE_JOINT = 0.5
"""An ankle or a hip at least so sure says where somebody stands."""
BOX_SLACK = 0.07
"""How far a person's box goes below the feet, as a share of its height."""
EDGE_SHARE = 0.01
"""A box edge so near to the frame's, as a share of the frame, is no edge of the person."""
STEP_M = 0.1
"""A step small enough to be straight in the picture."""
EXCHANGED = [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
"""Joints with left and right exchanged."""
LEAST_CHANCE = 1e-3
"""No look is surer than this, nor its contrary."""


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The front edge of one shelf."""

    shelf: int
    """Index into the site's shelves."""
    edge_xy_m: Floats
    """float64 (P, 2): its points in order."""


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A stretch of front edge within reach."""

    shelf: int
    towards: Floats
    """float64 (2,): from the feet straight to the edge."""
    away_m: float


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What was measured of one person, and how far each of it is to be trusted."""

    joints_px: Floats
    """float64 (2, JOINTS, 2): as measured, and with left and right exchanged."""
    joint_trust: Floats
    """float64 (2, JOINTS): scores; 0 for what was not measured."""
    box_xyxy_px: Floats
    box_trust: Floats
    """float64 (4,): 0 for an edge that is the frame's."""
    height_px: float
    """How tall somebody of middle height would be there."""
    feet_xy_m: Floats
    px_per_m: Floats
    """float64 (2, 2): how a step on the floor moves the person in the picture."""


class HandReader:
    """Looks at the hands of one camera's people."""

    def __init__(self, camera: Pinhole, fronts: tuple[Front, ...], frame_px: tuple[int, int]) -> None:
        self._camera = camera
        self._fronts = fronts
        self._frame_px = frame_px
        self._idle = _in_metres(idle_figures())
        self._reaching = _in_metres(reaching_figures())

    def __call__(self, pose: Pose, feet_xy_m: Floats | None = None) -> HandLook:
        """Return how likely a hand is in the nearest shelf, or that too little was measured to tell.

        feet_xy_m: where the person stands, float64 (2,), by whoever follows them; without keypoints the box
        alone says something then. None: the pose has to say it, and keypoints are needed.
        """
        if feet_xy_m is None:
            if not _is_read(pose):
                return NOTHING_SEEN
            feet_xy_m = self._feet(pose)
        if not np.isfinite(feet_xy_m).all():
            return NOTHING_SEEN
        sides = [side for front in self._fronts for side in _sides(front, feet_xy_m)]
        if not sides:
            return OUT_OF_REACH
        seen = self._see(pose, feet_xy_m)
        chances = self._chances(seen, sides)
        best = int(np.argmax(chances))
        chance = min(max(chances[best], LEAST_CHANCE), 1 - LEAST_CHANCE)
        return HandLook(sides[best].shelf, math.log(chance / (1 - chance)))

    def _chances(self, seen: _Seen, sides: list[_Side]) -> list[float]:
        """Return for each side how likely it is that a wrist is behind it."""
        idle, _ = self._fit(self._idle, seen, np.array([1.0, 0.0]))
        fits = [self._fit(self._reaching, seen, side.towards) for side in sides]
        most = max(float(idle.max()), *(float(fit.max()) for fit, _ in fits))
        total = np.exp(idle - most).sum() + sum(np.exp(fit - most).sum() for fit, _ in fits)
        chances = []
        for (fit, step_m), side in zip(fits, sides, strict=True):
            behind_m = self._reaching.wrist_ahead + step_m - side.away_m
            is_behind = 1 / (1 + np.exp(-np.clip(behind_m / EDGE_SOFT_M, -30, 30)))
            chances.append(float((np.exp(fit - most) * is_behind).sum() / total))
        return chances

    def _fit(self, figures: Figures, seen: _Seen, towards: Floats) -> tuple[Floats, Floats]:
        """Return each figure's log likelihood and how far towards the side it had to be moved to fit best."""
        across = np.array([-towards[1], towards[0]])
        feet_m = np.array([*seen.feet_xy_m, 0.0])
        points_m = figures.points[..., :1] * [*towards, 0.0] + figures.points[..., 1:2] * [*across, 0.0]
        points_m = points_m + figures.points[..., 2:] * [0.0, 0.0, 1.0] + feet_m
        pixels = self._camera.project(points_m)
        joints = seen.joints_px[:, None] - pixels[None, :, :JOINTS]
        edges = seen.box_xyxy_px - np.concatenate((pixels.min(axis=1), pixels.max(axis=1)), axis=1)
        step_m = _best_step(joints, edges, seen)
        moved_px = step_m @ seen.px_per_m.T
        joint_off = ((joints - moved_px[:, :, None]) ** 2).sum(axis=-1) / (JOINT_ERROR * seen.height_px) ** 2
        box_off = ((edges - np.tile(moved_px, 2)) / (BOX_ERROR * seen.height_px)) ** 2
        cost = (_forgiven(joint_off) * seen.joint_trust[:, None]).sum(axis=-1)
        cost = cost + (_forgiven(box_off) * seen.box_trust).sum(axis=-1)
        cost = cost + (step_m**2).sum(axis=-1) / FLOOR_ERROR_M**2
        usual = np.log(figures.weight) + np.log([[1 - SWAPPED], [SWAPPED]])
        return np.where(np.isfinite(cost), usual - cost / 2, NEVER), step_m @ towards

    def _feet(self, pose: Pose) -> Floats:
        """Return where the person stands, float64 (2,): by ankles, else hips, else the box's lower edge."""
        for joints, share in (((15, 16), ANKLE), ((11, 12), HIP)):
            sure = [joint for joint in joints if pose.keypoints[joint, 2] >= SURE_JOINT]
            if sure:
                at_m = self._camera.at_height(pose.keypoints[sure, :2].astype(np.float64), share * MIDDLE_M)
                return np.asarray(at_m.mean(axis=0))
        left, top, right, bottom = pose.bbox_xyxy_px.astype(np.float64).tolist()
        foot_px = np.array([[(left + right) / 2, bottom - BOX_SLACK * (bottom - top)]])
        return np.asarray(self._camera.at_height(foot_px, 0.0)[0])

    def _see(self, pose: Pose, feet_xy_m: Floats) -> _Seen:
        middle_m = np.array([*feet_xy_m, MIDDLE_M / 2])
        depth_m = float(self._camera.to_camera(middle_m)[2])
        here_px = self._camera.project(middle_m)
        stepped_px = self._camera.project(middle_m + STEP_M * np.eye(3)[:2])
        joints_px = pose.keypoints[5:, :2].astype(np.float64)
        trust = np.where(pose.keypoints[5:, 2] >= LEAST_SCORE, pose.keypoints[5:, 2], 0.0)
        box = pose.bbox_xyxy_px.astype(np.float64)
        size_px = np.array([*self._frame_px, *self._frame_px])
        is_cut = np.array(
            [*(box[:2] <= EDGE_SHARE * size_px[:2]), *(box[2:] >= (1 - EDGE_SHARE) * size_px[2:])]
        )
        return _Seen(
            joints_px=np.stack((joints_px, joints_px[EXCHANGED])),
            joint_trust=np.stack((trust, trust[EXCHANGED])),
            box_xyxy_px=box,
            box_trust=np.where(is_cut, 0.0, 1.0),
            height_px=self._camera.focal_px * MIDDLE_M / depth_m,
            feet_xy_m=feet_xy_m,
            px_per_m=((stepped_px - here_px) / STEP_M).T,
        )


def _is_read(pose: Pose) -> bool:
    """Return whether enough keypoints were measured, and any of an arm."""
    is_seen = pose.keypoints[:, 2] >= SEEN_SCORE
    return bool(np.count_nonzero(is_seen[5:]) >= SEEN_JOINTS and is_seen[ARMS].any())


def _best_step(joints: Floats, edges: Floats, seen: _Seen) -> Floats:
    """Return the step on the floor that brings each figure nearest to what was measured, (2, N, 2) m."""
    joint_pull = seen.joint_trust / (JOINT_ERROR * seen.height_px) ** 2
    box_pull = seen.box_trust / (BOX_ERROR * seen.height_px) ** 2
    off_px = (joints * joint_pull[:, None, :, None]).sum(axis=2)
    off_px = off_px + (edges * box_pull).reshape(*edges.shape[:-1], 2, 2).sum(axis=-2)
    steps = []
    for side in (0, 1):
        stiffness = np.diag(joint_pull[side].sum() + box_pull.reshape(2, 2).sum(axis=0))
        normal = seen.px_per_m.T @ stiffness @ seen.px_per_m + np.eye(2) / FLOOR_ERROR_M**2
        steps.append(np.linalg.solve(normal, seen.px_per_m.T @ off_px[side].T).T)
    return np.stack(steps)


def _forgiven(squared: Floats) -> Floats:
    """Return squared errors that never count for more than FAR_OFF.  Source: Geman and McClure 1985."""
    forgiven: Floats = squared / (1 + squared / FAR_OFF)
    return forgiven


def _in_metres(figures: Figures) -> Figures:
    """Return every figure in every stature."""
    return Figures(
        points=np.concatenate([figures.points * stature_m for stature_m in STATURES_M]),
        wrist_ahead=np.concatenate([figures.wrist_ahead * stature_m for stature_m in STATURES_M]),
        weight=np.tile(figures.weight / len(STATURES_M), len(STATURES_M)),
    )


def _sides(front: Front, feet_xy_m: Floats) -> list[_Side]:
    """Return the stretches of the front edge that somebody who stands there can reach straight ahead."""
    sides = []
    for start, end in zip(front.edge_xy_m[:-1], front.edge_xy_m[1:], strict=True):
        length_m = float(np.hypot(*(end - start)))
        along = (end - start) / max(length_m, 1e-9)
        passed_m = float((feet_xy_m - start) @ along)
        off = start + passed_m * along - feet_xy_m
        away_m = float(np.hypot(*off))
        if -ASIDE_M <= passed_m <= length_m + ASIDE_M and 1e-6 < away_m <= NEAR_M:
            sides.append(_Side(front.shelf, off / away_m, away_m))
    return sides
