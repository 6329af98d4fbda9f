"""One drawn person: shaded capsules for limbs and trunk, a head with hair and a face, nearest parts last."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.capture.worn import draw_badge_on
from edge_node.frame import Pixels
from edge_node.scene import SceneBadge, SceneCamera

Floats = NDArray[np.float64]
Colour = tuple[int, int, int]

TOPS: tuple[Colour, ...] = (
    (70, 60, 150), (140, 90, 40), (60, 110, 60), (60, 60, 60),
    (190, 190, 200), (40, 130, 190), (120, 60, 110),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = ((110, 70, 40), (50, 50, 50), (80, 110, 140), (70, 60, 60))
SKINS: tuple[Colour, ...] = ((150, 180, 220), (110, 145, 195), (70, 100, 150), (50, 70, 105))
HAIRS: tuple[Colour, ...] = ((30, 40, 60), (20, 20, 25), (90, 130, 170), (60, 80, 120), (150, 150, 155))
SHOES: Colour = (40, 40, 45)
_STROKES = ((1.0, 0.62), (0.82, 0.82), (0.58, 1.0), (0.28, 1.14))
"""Share of the width and brightness of the nested strokes that make a tube look round."""
_TRUNK_HALF_M = 0.06
"""A limb this much nearer than the middle of the trunk is drawn over it."""
_SHIFT = 4
_NOSE, _EYES, _EARS = 0, (1, 2), (3, 4)
_SHOULDERS, _ELBOWS, _WRISTS = (5, 6), (7, 8), (9, 10)
_HIPS, _KNEES, _ANKLES = (11, 12), (13, 14), (15, 16)
_SHANK = 0.246
"""Knee to ankle as a share of body height (Drillis and Contini 1966): it stays when somebody bends."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one person, blue-green-red."""

    top: Colour
    trousers: Colour
    skin: Colour
    hair: Colour


def look_of(number: int) -> Look:
    """Return the look of that number; neighbouring numbers differ in every colour."""
    return Look(
        TOPS[number % len(TOPS)],
        TROUSERS[number % len(TROUSERS)],
        SKINS[(number * 3) % len(SKINS)],
        HAIRS[(number * 2) % len(HAIRS)],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Tube:
    start: Floats
    end: Floats
    width_m: float
    colour: Colour


def draw_on(
    pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, badge: SceneBadge | None = None
) -> None:
    """Draw the person into the pixels; keypoints float64 (17, 3) in metres, all in front of the camera."""
    shank_m = np.linalg.norm(points_m[list(_KNEES)] - points_m[list(_ANKLES)], axis=1)
    stature_m = float(shank_m.mean()) / _SHANK
    tubes = sorted(_tubes(points_m, look, stature_m), key=lambda tube: -_depth(camera, tube.start, tube.end))
    trunk_m = _depth(camera, points_m[5:7].mean(0), points_m[11:13].mean(0))
    behind = [tube for tube in tubes if _depth(camera, tube.start, tube.end) >= trunk_m - _TRUNK_HALF_M]
    for tube in behind:
        _draw_tube(pixels, camera, tube)
    _draw_trunk(pixels, camera, points_m, look)
    if badge is not None:
        draw_badge_on(pixels, camera, points_m, badge)
    for tube in tubes[len(behind) :]:
        _draw_tube(pixels, camera, tube)
    _draw_head(pixels, camera, points_m, look, stature_m)


def _tubes(p: Floats, look: Look, stature_m: float) -> Iterator[_Tube]:
    down = np.array([0.0, 0.0, 0.03 * stature_m])
    for side in (0, 1):
        shoulder, elbow, wrist = p[_SHOULDERS[side]] - down, p[_ELBOWS[side]], p[_WRISTS[side]]
        hip, knee, ankle = p[_HIPS[side]], p[_KNEES[side]], p[_ANKLES[side]]
        hand = wrist + 0.35 * (wrist - elbow)
        toe = ankle + _ahead(p) * 0.09 * stature_m - [0, 0, 0.02 * stature_m]
        yield _Tube(hip, knee, 0.095 * stature_m, look.trousers)
        yield _Tube(knee, ankle, 0.068 * stature_m, look.trousers)
        yield _Tube(ankle - down * 0.3, toe, 0.05 * stature_m, SHOES)
        yield _Tube(shoulder, elbow, 0.062 * stature_m, look.top)
        yield _Tube(elbow, wrist, 0.05 * stature_m, look.top)
        yield _Tube(wrist, hand, 0.046 * stature_m, look.skin)
    middle_top = p[list(_SHOULDERS)].mean(0)
    yield _Tube(middle_top - 0.5 * down, p[list(_EARS)].mean(0) - 1.5 * down, 0.06 * stature_m, look.skin)


def _draw_trunk(pixels: Pixels, camera: SceneCamera, p: Floats, look: Look) -> None:
    """Draw chest and hips as nested outlines, the inner ones lighter."""
    joints = p[[_SHOULDERS[0], _SHOULDERS[1], _HIPS[1], _HIPS[0]]]
    scale = camera.focal_px / _depth(camera, joints.mean(0))
    unit_px = float(np.linalg.norm(p[_SHOULDERS[0]] - p[_SHOULDERS[1]])) / 0.23 * scale
    corners = camera.project(joints)
    middle = corners.mean(0)
    for share, brightness in _STROKES:
        aside = np.array([-0.03, -0.008]) * unit_px * (1 - share)
        outline = middle + aside + (corners - middle) * [share, 0.75 + 0.25 * share]
        polygon = np.array([_fixed(point) for point in outline], dtype=np.int32)
        colour, thickness = _lit(look.top, brightness), max(1, round(0.075 * unit_px * share))
        cv2.fillPoly(pixels, [polygon], colour, cv2.LINE_AA, _SHIFT)
        cv2.polylines(pixels, [polygon], True, colour, thickness, cv2.LINE_AA, _SHIFT)  # noqa: FBT003


def _ahead(points_m: Floats) -> Floats:
    ahead: Floats = points_m[_NOSE] - points_m[list(_EARS)].mean(0)
    ahead[2] = 0.0
    return ahead / max(float(np.linalg.norm(ahead)), 1e-9)


def _depth(camera: SceneCamera, *points_m: Floats) -> float:
    return float(camera.to_camera(np.array(points_m))[:, 2].mean())


def _draw_tube(pixels: Pixels, camera: SceneCamera, tube: _Tube) -> None:
    ends = camera.project(np.array([tube.start, tube.end]))
    width_px = tube.width_m * camera.focal_px / _depth(camera, tube.start, tube.end)
    for share, brightness in _STROKES:
        aside = -0.5 * (1 - share) * width_px * 0.5
        start, end = (_fixed(point + np.array([aside, aside * 0.3])) for point in ends)
        thickness = max(1, round(width_px * share))
        cv2.line(pixels, start, end, _lit(tube.colour, brightness), thickness, cv2.LINE_AA, _SHIFT)


def _draw_head(pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, stature_m: float) -> None:
    middle_m = points_m[list(_EARS)].mean(0)
    middle = camera.project(middle_m)
    scale = camera.focal_px / _depth(camera, middle_m)
    wide_px, high_px = 0.052 * stature_m * scale, 0.068 * stature_m * scale
    to_eye = np.array(camera.position_m) - middle_m
    frontal = float(_ahead(points_m) @ to_eye) / float(np.linalg.norm(to_eye))
    _ellipse(pixels, middle, (wide_px * 1.12, high_px * 1.12), _lit(look.hair, 0.9))
    _ellipse(pixels, middle - [wide_px * 0.2, high_px * 0.2], (wide_px * 0.8, high_px * 0.7), look.hair)
    if frontal < -0.1:
        return
    face_m = middle_m + 0.035 * stature_m * _ahead(points_m) - np.array([0, 0, 0.012 * stature_m])
    face = camera.project(face_m)
    size = (wide_px * (0.62 + 0.36 * max(frontal, 0.0)), high_px * 0.92)
    _ellipse(pixels, face, size, _lit(look.skin, 0.86))
    _ellipse(pixels, face - [size[0] * 0.15, 0.0], (size[0] * 0.82, size[1] * 0.9), look.skin)
    _draw_face(pixels, camera, points_m, look, (stature_m, scale))


def _draw_face(
    pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, size: tuple[float, float]
) -> None:
    stature_m, scale = size
    unit_px = stature_m * scale
    for eye in camera.project(points_m[list(_EYES)]):
        _ellipse(pixels, eye, (0.011 * unit_px, 0.0075 * unit_px), (235, 235, 235))
        _ellipse(pixels, eye, (0.006 * unit_px, 0.007 * unit_px), (35, 35, 40))
        _ellipse(pixels, eye - [0, 0.014 * unit_px], (0.014 * unit_px, 0.004 * unit_px), _lit(look.hair, 0.8))
    nose = camera.project(points_m[_NOSE])
    _ellipse(pixels, nose, (0.008 * unit_px, 0.013 * unit_px), _lit(look.skin, 0.75))
    mouth = camera.project(points_m[_NOSE] - [0, 0, 0.024 * stature_m])
    _ellipse(pixels, mouth, (0.018 * unit_px, 0.005 * unit_px), (70, 70, 150))


def _ellipse(pixels: Pixels, middle: Floats, axes: tuple[float, float], colour: Colour) -> None:
    half = tuple(max(1, round(axis * (1 << _SHIFT))) for axis in axes)
    cv2.ellipse(pixels, _fixed(middle), half, 0, 0, 360, colour, -1, cv2.LINE_AA, _SHIFT)


def _fixed(point: Floats) -> tuple[int, int]:
    x_px, y_px = np.clip(point, -4000, 4000)
    return round(float(x_px) * (1 << _SHIFT)), round(float(y_px) * (1 << _SHIFT))


def _lit(colour: Colour, brightness: float) -> Colour:
    blue, green, red = (min(255, round(channel * brightness)) for channel in colour)
    return blue, green, red
