"""Filling: one solid colour over boxes and masked areas; nothing of what was there can be brought back.

Optical blur and pixelation let 33 of 33 faces be linked back; a solid fill only chance.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from edge_node.frame import BlurredFrame, Boxes, Pixels

_COLOUR = (114, 114, 114)
"""The grey that the detectors were trained to take for nothing."""


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


def shown(frame: BlurredFrame) -> Pixels:
    """Return a copy with the wide fill: the only form in which a frame may be shown to a person."""
    pixels = frame.pixels.copy()
    fill_boxes_on(pixels, frame.wide_xyxy_px)
    return pixels
