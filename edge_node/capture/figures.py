"""One drawn person: lit solids through the keypoints, clothed, with a head that has hair and a face."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from edge_node.capture.clothes import Look, cloth, top_of
from edge_node.capture.drawn_head import draw_face_on, head_of
from edge_node.capture.solid import Solid, limb, loft, paint
from edge_node.capture.worn import draw_badge_on
from edge_node.frame import Pixels
from edge_node.scene import SceneBadge, SceneCamera

Floats = NDArray[np.float64]

_NOSE, _EARS = 0, (3, 4)
_SHOULDERS, _ELBOWS, _WRISTS = (5, 6), (7, 8), (9, 10)
_HIPS, _KNEES, _ANKLES = (11, 12), (13, 14), (15, 16)
_SHANK = 0.246
"""Knee to ankle as a share of body height (Drillis and Contini 1966): it stays when somebody bends."""
_UP = np.array([0.0, 0.0, 1.0])
_BEFORE = 0.06
"""Limbs nearer than head and chest by this share of body height are drawn over face and badge."""
_PIECES, _LIMB_PIECES = 16, 8
_TRUNK = np.array(
    [
        (1.10, 0.036, 0.040), (1.07, 0.060, 0.050), (1.02, 0.108, 0.056), (0.97, 0.132, 0.062),
        (0.86, 0.126, 0.072), (0.70, 0.116, 0.076), (0.52, 0.102, 0.070), (0.36, 0.096, 0.066),
        (0.18, 0.102, 0.070), (0.02, 0.108, 0.078), (-0.08, 0.108, 0.078), (-0.18, 0.098, 0.072),
    ]
)  # fmt: skip
"""Rings from the neck to between the legs: place between hips (0) and shoulders (1), half width, half depth.

Half axes are shares of body height. A choice, near the breadths and depths of Drillis and Contini (1966).
"""
_COAT_SHARES = (-0.45, -0.8)
"""A coat hangs down to there."""
_ARM_RADII = np.array([0.032, 0.034, 0.030, 0.026, 0.026, 0.024, 0.018])
_LEG_RADII = np.array([0.054, 0.056, 0.048, 0.038, 0.038, 0.040, 0.036, 0.030])


def draw_on(
    pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, badge: SceneBadge | None = None
) -> None:
    """Draw the person into the pixels; keypoints float64 (17, 3) in metres, all in front of the camera."""
    shank_m = np.linalg.norm(points_m[list(_KNEES)] - points_m[list(_ANKLES)], axis=1)
    stature_m = float(shank_m.mean()) / _SHANK
    ahead = _ahead(points_m)
    head, trunk = head_of(points_m, ahead, look, stature_m), _trunk(points_m, ahead, look, stature_m)
    limbs = Solid.of(list(_limbs(points_m, ahead, look, stature_m)))
    is_before = _is_before(limbs, camera, points_m, _BEFORE * stature_m)
    paint(pixels, camera, Solid.of([_part(limbs, ~is_before), trunk, head]))
    draw_face_on(pixels, camera, points_m, look, stature_m)
    if badge is not None:
        draw_badge_on(pixels, camera, points_m, badge)
    paint(pixels, camera, _part(limbs, is_before))


def _is_before(limbs: Solid, camera: SceneCamera, points_m: Floats, least_m: float) -> NDArray[np.bool_]:
    """Return which pieces are nearer to the camera than head and chest by that much, bool (Q,)."""
    eye = np.array(camera.position_m)
    middles = np.stack([points_m[list(_EARS)].mean(0), points_m[list(_SHOULDERS)].mean(0)])
    nearest_m = float(np.linalg.norm(eye - middles, axis=1).min())
    before: NDArray[np.bool_] = (
        np.linalg.norm(eye - limbs.corners_m.mean(axis=1), axis=1) < nearest_m - least_m
    )
    return before


def _part(solid: Solid, rows: NDArray[np.bool_]) -> Solid:
    return Solid(solid.corners_m[rows], solid.outward[rows], solid.bgr[rows])


def _trunk(p: Floats, ahead: Floats, look: Look, stature_m: float) -> Solid:
    """Return chest, belly and hips, with shoulders that slope from the neck."""
    hips, shoulders = p[list(_HIPS)].mean(0), p[list(_SHOULDERS)].mean(0)
    spine = shoulders - hips
    left = p[_SHOULDERS[0]] - p[_SHOULDERS[1]]
    left = left / max(float(np.linalg.norm(left)), 1e-9)
    front = np.cross(spine, left)
    front *= np.sign(front @ ahead + 1e-12) / max(float(np.linalg.norm(front)), 1e-9)
    rings = _TRUNK
    if look.cut == "coat":
        rings = np.vstack([rings, [(share, 0.112, 0.086) for share in _COAT_SHARES]])
    middles = hips + np.where(rings[:, :1] >= 0, spine, np.linalg.norm(spine) * _UP) * rings[:, :1]
    colours = top_of(look, len(rings) - 1, _PIECES)
    return loft(middles, left * rings[:, 1:2] * stature_m, front * rings[:, 2:] * stature_m, colours)


def _limbs(p: Floats, ahead: Floats, look: Look, stature_m: float) -> Iterator[Solid]:
    for side in (0, 1):
        shoulder, elbow, wrist = p[_SHOULDERS[side]], p[_ELBOWS[side]], p[_WRISTS[side]]
        hip, knee, ankle = p[_HIPS[side]], p[_KNEES[side]], p[_ANKLES[side]]
        yield _arm((shoulder - 0.012 * stature_m * _UP, elbow, wrist), ahead, look, stature_m)
        yield _hand(wrist, elbow, ahead, look, stature_m)
        yield _leg((hip, knee, ankle), ahead, look, stature_m)
        yield _shoe(ankle, ahead, look, stature_m)
    neck = np.array([p[list(_SHOULDERS)].mean(0), p[list(_EARS)].mean(0) - 0.03 * stature_m * _UP])
    radii = np.array([0.034, 0.03]) * stature_m
    yield limb(neck, radii, ahead, np.tile(np.array(look.skin) * 0.92, (1, _LIMB_PIECES, 1)))


def _bent(joints: tuple[Floats, Floats, Floats], first: int, second: int) -> Floats:
    """Return points along two bones, so many on each, the joint once."""
    start, middle, end = joints
    upper = start + np.linspace(0, 1, first + 1)[:, None] * (middle - start)
    lower = middle + np.linspace(0, 1, second + 1)[1:, None] * (end - middle)
    return np.concatenate([upper, lower])


def _arm(joints: tuple[Floats, Floats, Floats], ahead: Floats, look: Look, stature_m: float) -> Solid:
    colours = cloth(look.top, 6, _LIMB_PIECES, look.number + 1)
    if look.has_short_sleeves:
        colours[2:] = np.array(look.skin)
    else:
        colours[-1] *= 0.85
    return limb(_bent(joints, 3, 3), _ARM_RADII * stature_m, ahead + 0.3 * _UP, colours)


def _hand(wrist: Floats, elbow: Floats, ahead: Floats, look: Look, stature_m: float) -> Solid:
    along = 0.35 * (wrist - elbow)
    points = wrist + np.array([-0.1, 0.2, 0.6, 1.0, 1.2])[:, None] * along
    radii = np.array([0.016, 0.021, 0.024, 0.018, 0.004]) * stature_m
    return limb(points, radii, ahead + 0.3 * _UP, np.tile(np.array(look.skin, float), (4, _LIMB_PIECES, 1)))


def _leg(joints: tuple[Floats, Floats, Floats], ahead: Floats, look: Look, stature_m: float) -> Solid:
    colours = cloth(look.trousers, 7, _LIMB_PIECES, look.number + 2)
    colours[-1] *= 0.85
    return limb(_bent(joints, 3, 4), _LEG_RADII * stature_m, ahead, colours)


def _shoe(ankle: Floats, ahead: Floats, look: Look, stature_m: float) -> Solid:
    """Return heel, instep and toe; the toe's tip lies 11.5 % of the height before the ankle."""
    down = ankle - 0.012 * stature_m * _UP
    at = np.array([(-0.04, 0.006), (-0.03, 0.028), (0.02, 0.03), (0.07, 0.024), (0.1, 0.018), (0.115, 0.005)])
    points = down + at[:, :1] * stature_m * ahead - 0.01 * stature_m * _UP * (at[:, :1] > 0.05)
    return limb(points, at[:, 1] * stature_m, _UP, np.tile(np.array(look.shoes, float), (5, _LIMB_PIECES, 1)))


def _ahead(points_m: Floats) -> Floats:
    ahead: Floats = points_m[_NOSE] - points_m[list(_EARS)].mean(0)
    ahead[2] = 0.0
    return ahead / max(float(np.linalg.norm(ahead)), 1e-9)
