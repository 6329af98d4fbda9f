"""The head of a drawn person: a skull with hair, and the face painted on where it shows."""

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.capture.clothes import Colour, Look
from edge_node.capture.solid import Solid, loft
from edge_node.frame import Pixels
from edge_node.scene import SceneCamera

Floats = NDArray[np.float64]

_NOSE, _EYES, _EARS = 0, (1, 2), (3, 4)
_UP = np.array([0.0, 0.0, 1.0])
_HALF_WIDE, _HALF_DEEP, _HALF_HIGH = 0.047, 0.058, 0.068
"""Half of the skull's breadth, length and height with short hair, as shares of body height."""
_ROUNDS, _PIECES = 10, 14
_SHIFT = 4


def head_of(points_m: Floats, ahead: Floats, look: Look, stature_m: float) -> Solid:
    """Return skull and hair; hair is where the head looks up or back."""
    middle = points_m[list(_EARS)].mean(0) + 0.004 * stature_m * _UP
    left = points_m[_EARS[0]] - points_m[_EARS[1]]
    left = left / max(float(np.linalg.norm(left)), 1e-9)
    polar = np.linspace(0.02, np.pi - 0.02, _ROUNDS + 1)[:, None]
    middles = middle + np.cos(polar) * _HALF_HIGH * stature_m * _UP
    narrow = np.where(np.cos(polar) < -0.2, 0.86, 1.0)
    wide, deep = (np.sin(polar) * half * stature_m * narrow for half in (_HALF_WIDE, _HALF_DEEP))
    skull = loft(middles, left * wide, ahead * deep, _colours(look))
    more = _hair(middle, (left, ahead), look, stature_m)
    return skull if more is None else Solid.of([skull, more])


def _colours(look: Look) -> Floats:
    """Return skin, and hair at the top and at the back down to the nape, float64 (rounds, pieces, 3)."""
    height = np.cos((np.arange(_ROUNDS) + 0.5) * np.pi / _ROUNDS)[:, None]
    front = np.sin((np.arange(_PIECES) + 0.5) * 2 * np.pi / _PIECES)[None, :]
    is_hair = (height > 0.62) | ((front < 0.25) & (height > -0.15)) | ((front < -0.3) & (height > -0.7))
    if look.hair_cut == "bald":
        is_hair = (front < 0.1) & (np.abs(height) < 0.25)
    shine = 1 + np.random.default_rng(look.number).normal(0, 0.08, is_hair.shape)[..., None]
    colours: Floats = np.where(is_hair[..., None], np.array(look.hair) * shine, np.array(look.skin) * 0.96)
    return colours


def _hair(middle: Floats, axes: tuple[Floats, Floats], look: Look, stature_m: float) -> Solid | None:
    """Return hair that hangs down the back, or a bun; short hair is the skull's."""
    left, ahead = axes
    if look.hair_cut == "long":
        rings = np.array(
            [(0.03, 0.05, -0.02), (-0.03, 0.054, -0.026), (-0.1, 0.05, -0.03), (-0.13, 0.04, -0.03)]
        )
    elif look.hair_cut == "bun":
        rings = np.array(
            [(0.055, 0.008, -0.055), (0.04, 0.022, -0.06), (0.02, 0.022, -0.06), (0.0, 0.008, -0.055)]
        )
    else:
        return None
    middles = middle + (rings[:, :1] * _UP + rings[:, 2:] * ahead) * stature_m
    shine = 1 + np.random.default_rng(look.number).normal(0, 0.1, (3, 8, 1))
    return loft(
        middles,
        left * rings[:, 1:2] * stature_m,
        ahead * np.minimum(rings[:, 1:2], 0.036) * stature_m,
        np.array(look.hair) * shine,
    )


def draw_face_on(pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, stature_m: float) -> None:
    """Draw the face where it is turned to the camera far enough."""
    middle_m = points_m[list(_EARS)].mean(0)
    scale = camera.focal_px / float(camera.to_camera(middle_m[None])[0, 2])
    wide_px, high_px = 0.052 * stature_m * scale, 0.068 * stature_m * scale
    ahead = _flat(points_m[_NOSE] - middle_m)
    to_eye = np.array(camera.position_m) - middle_m
    frontal = float(ahead @ to_eye) / float(np.linalg.norm(to_eye))
    if frontal < -0.1:
        return
    face_m = middle_m + 0.035 * stature_m * ahead - 0.012 * stature_m * _UP
    face = camera.project(face_m)
    size = (wide_px * (0.55 + 0.32 * max(frontal, 0.0)), high_px * 0.82)
    _ellipse(pixels, face, size, _lit(look.skin, 0.9))
    _ellipse(pixels, face - [size[0] * 0.15, 0.0], (size[0] * 0.82, size[1] * 0.9), look.skin)
    _draw_features(pixels, camera, points_m, look, (stature_m, scale))


def _draw_features(
    pixels: Pixels, camera: SceneCamera, points_m: Floats, look: Look, size: tuple[float, float]
) -> None:
    stature_m, scale = size
    unit_px = stature_m * scale
    for eye in camera.project(points_m[list(_EYES)]):
        _ellipse(pixels, eye, (0.010 * unit_px, 0.006 * unit_px), (225, 228, 230))
        _ellipse(pixels, eye, (0.005 * unit_px, 0.006 * unit_px), (35, 35, 40))
        _ellipse(pixels, eye - [0, 0.013 * unit_px], (0.013 * unit_px, 0.003 * unit_px), _lit(look.hair, 0.8))
    nose = camera.project(points_m[_NOSE])
    _ellipse(pixels, nose, (0.008 * unit_px, 0.012 * unit_px), _lit(look.skin, 0.8))
    mouth = camera.project(points_m[_NOSE] - 0.024 * stature_m * _UP)
    _ellipse(pixels, mouth, (0.016 * unit_px, 0.004 * unit_px), (80, 80, 150))


def _flat(way: Floats) -> Floats:
    flat: Floats = way * [1.0, 1.0, 0.0]
    return flat / max(float(np.linalg.norm(flat)), 1e-9)


def _ellipse(pixels: Pixels, middle: Floats, axes: tuple[float, float], colour: Colour) -> None:
    half = tuple(max(1, round(axis * (1 << _SHIFT))) for axis in axes)
    x_px, y_px = (round(float(value) * (1 << _SHIFT)) for value in np.clip(middle, -4000, 4000))
    cv2.ellipse(pixels, (x_px, y_px), half, 0, 0, 360, colour, -1, cv2.LINE_AA, _SHIFT)


def _lit(colour: Colour, brightness: float) -> Colour:
    blue, green, red = (min(255, round(channel * brightness)) for channel in colour)
    return blue, green, red
