"""A badge on a drawn person: a white card with its squares, flat on the chest and perhaps on the back."""

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.badges.code import CARD_MODULES, MODULES, card_of
from edge_node.frame import Pixels
from edge_node.scene import SceneBadge, SceneCamera

Floats = NDArray[np.float64]

PAPER, INK = 225.0, 35.0
"""Grey levels of a print in a lit shop."""
_DOWN_THE_TRUNK = 0.42
"""Where the middle of the card is, from the shoulders to the hips."""
_OFF_BODY_M = 0.11
"""From the middle of the trunk to the card."""
_LEAST_FACING = 0.1
"""A card turned further away than this (cosine) is a line."""
_FINE = 4
"""Each pixel is drawn as so many by so many."""
_TEXTURE_PX = 12
"""Pixels a module in the picture that is laid over the card."""
_NOSE, _EARS, _SHOULDERS, _HIPS = 0, (3, 4), (5, 6), (11, 12)


def draw_badge_on(pixels: Pixels, camera: SceneCamera, points_m: Floats, badge: SceneBadge) -> None:
    """Draw the card on the side that faces the camera, if one hangs there; all in front of the camera."""
    for corners_m, ahead in _cards(points_m, badge):
        middle_m = corners_m.mean(axis=0)
        to_eye = np.array(camera.position_m) - middle_m
        if float(ahead @ to_eye) / float(np.linalg.norm(to_eye)) > _LEAST_FACING:
            _lay_on(pixels, camera.project(corners_m), badge)


def card_corners_m(points_m: Floats, badge: SceneBadge) -> Floats:
    """Return the corners of the card on the chest, float64 (4, 3): clockwise from the upper left."""
    return _cards(points_m, badge)[0][0]


def _cards(points_m: Floats, badge: SceneBadge) -> list[tuple[Floats, Floats]]:
    """Return the corners of every card and the way it faces."""
    shoulders, hips = points_m[list(_SHOULDERS)].mean(axis=0), points_m[list(_HIPS)].mean(axis=0)
    up = (shoulders - hips) / max(float(np.linalg.norm(shoulders - hips)), 1e-9)
    ahead = points_m[_NOSE] - points_m[list(_EARS)].mean(axis=0)
    ahead = ahead - (ahead @ up) * up
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    middle = shoulders + _DOWN_THE_TRUNK * (hips - shoulders)
    half_m = badge.side_m * CARD_MODULES / MODULES / 2
    cards = []
    for facing in (ahead, -ahead) if badge.is_on_back else (ahead,):
        right = np.cross(up, facing)
        square = [up - right, up + right, -up + right, -up - right]
        cards.append((middle + _OFF_BODY_M * facing + half_m * np.array(square), facing))
    return cards


def _lay_on(pixels: Pixels, corners_px: Floats, badge: SceneBadge) -> None:
    low = np.maximum(np.floor(corners_px.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(corners_px.max(axis=0)).astype(int) + 2, pixels.shape[1::-1])
    width, height = (high - low).tolist()
    if width < 2 or height < 2:
        return
    side = CARD_MODULES * _TEXTURE_PX
    card = np.where(np.kron(card_of(badge.kind), np.ones((_TEXTURE_PX, _TEXTURE_PX))) > 0, PAPER, INK)
    flat = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    fine = ((corners_px - low) * _FINE).astype(np.float32)
    warp, size = cv2.getPerspectiveTransform(flat, fine), (width * _FINE, height * _FINE)
    layers = [
        cv2.warpPerspective(layer.astype(np.float32), warp, size) for layer in (card, np.ones_like(card))
    ]
    print_, cover = (cv2.resize(layer, (width, height), interpolation=cv2.INTER_AREA) for layer in layers)
    part = pixels[low[1] : high[1], low[0] : high[0]]
    part[:] = np.rint(part * (1 - cover[..., None]) + print_[..., None]).clip(0, 255)
