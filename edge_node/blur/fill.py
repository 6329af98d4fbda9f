"""Filling: flat colours over boxes and masked areas; nothing of what was there can be brought back.

Optical blur and pixelation let 33 of 33 faces be linked back; a flat fill only chance.
"""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes
from edge_node.frame import Pixels

_COLOUR = (90, 70, 60)
"""A dark neutral (blue-green-red), which the pose model takes for hair where it is an oval."""
_RING = 0.125
"""How much of a room's width round it decides its colour."""


def fill_ovals_on(pixels: Pixels, boxes: Boxes) -> None:
    """Fill the oval inside every box, in place: the pose model still takes it for a head."""
    height, width = pixels.shape[:2]
    for box in boxes:
        left, top, right, bottom = np.clip(box, [-width, -height] * 2, [2 * width, 2 * height] * 2)
        centre = (round((left + right) / 2), round((top + bottom) / 2))
        half = (max(1, math.ceil((right - left) / 2)), max(1, math.ceil((bottom - top) / 2)))
        cv2.ellipse(pixels, centre, half, 0, 0, 360, _COLOUR, cv2.FILLED)


def fill_rooms_on(pixels: Pixels, boxes: Boxes) -> None:
    """Fill every box, in place, with the middle colour of what lies round it: to pose it looks like wall.

    The colours are taken from outside the box, before any box is filled, so that nothing inside it is told.
    """
    inner = _corners(boxes, pixels)
    margin = np.maximum(2, _RING * (boxes[:, 2:3] - boxes[:, :1]))
    outer = _corners(boxes + margin * np.array([-1, -1, 1, 0], np.float32), pixels)
    colours = [_round(pixels, around, box) for around, box in zip(outer, inner, strict=True)]
    for (left, top, right, bottom), colour in zip(inner, colours, strict=True):
        pixels[top:bottom, left:right] = colour


def fill_boxes_on(pixels: Pixels, boxes: Boxes) -> None:
    """Fill every box, in place; parts outside the frame are ignored."""
    for left, top, right, bottom in _corners(boxes, pixels):
        pixels[top:bottom, left:right] = _COLOUR


def fill_cells_on(pixels: Pixels, cells: NDArray[np.bool_]) -> None:
    """Fill the part of the frame that each True cell of a coarser grid (h, w) stands for, in place."""
    size = pixels.shape[1], pixels.shape[0]
    mask = cv2.resize(cells.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST_EXACT)
    pixels[mask > 0] = _COLOUR


def fill_masks_on(pixels: Pixels, masks_px: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Fill every polygon, borders included, in place."""
    for mask in masks_px:
        corners = np.rint(np.array(mask)).astype(np.int32)
        cv2.fillPoly(pixels, [corners], _COLOUR)


def _corners(boxes: Boxes, pixels: Pixels) -> NDArray[np.intp]:
    """Return the boxes in whole px, rounded outwards, within the frame."""
    height, width = pixels.shape[:2]
    corners = np.concatenate([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])], axis=1)
    return np.asarray(np.clip(corners, 0, [width, height, width, height]), np.intp)


def _round(pixels: Pixels, outer: NDArray[np.intp], inner: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the median colour of what lies in the outer box left of, above and right of the inner one."""
    left, top, right, bottom = inner
    strips = (
        pixels[outer[1] : top, left:right],
        pixels[top:bottom, outer[0] : left],
        pixels[top:bottom, right : outer[2]],
    )
    around = np.concatenate([strip.reshape(-1, 3) for strip in strips])
    return np.median(around, axis=0) if len(around) else np.array(_COLOUR, np.float64)
