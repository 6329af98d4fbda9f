"""Filling: one solid colour over boxes and masked areas; nothing of what was there can be brought back.

Optical blur and pixelation let 33 of 33 faces be linked back; a solid fill only chance.
"""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from edge_node.boxes import Boxes
from edge_node.frame import Pixels

_COLOUR = (90, 70, 60)
"""A dark neutral (blue-green-red). With it and the oval, pose still finds 84–98 % of the people it finds
in the raw frame; with a grey box 52–93 %."""


def fill_ovals_on(pixels: Pixels, boxes: Boxes) -> None:
    """Fill the oval inside every box, in place: the pose model still takes it for a head."""
    height, width = pixels.shape[:2]
    for box in boxes:
        left, top, right, bottom = np.clip(box, [-width, -height] * 2, [2 * width, 2 * height] * 2)
        centre = (round((left + right) / 2), round((top + bottom) / 2))
        half = (max(1, math.ceil((right - left) / 2)), max(1, math.ceil((bottom - top) / 2)))
        cv2.ellipse(pixels, centre, half, 0, 0, 360, _COLOUR, cv2.FILLED)


def fill_boxes_on(pixels: Pixels, boxes: Boxes) -> None:
    """Fill every box, in place; parts outside the frame are ignored."""
    height, width = pixels.shape[:2]
    corners = np.concatenate([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])], axis=1)
    limits = np.array([width, height, width, height])
    for left, top, right, bottom in np.clip(corners, 0, limits).astype(int):
        pixels[top:bottom, left:right] = _COLOUR


def fill_masks_on(pixels: Pixels, masks_px: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Fill every polygon, borders included, in place."""
    for mask in masks_px:
        corners = np.rint(np.array(mask)).astype(np.int32)
        cv2.fillPoly(pixels, [corners], _COLOUR)
