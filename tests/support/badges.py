"""Pictures with badges for tests: a card pasted flat onto a plain frame, and the filled frame round it."""

from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.badges.code import card_of
from edge_node.frame import BlurredFrame
from edge_node.observations import BadgeKind
from tests.support.clips import STARTED_AT

MODULE_PX = 5
PERSON = (100.0, 50.0, 220.0, 350.0)
"""Left, top, right, bottom of somebody on whose chest `on_chest` puts a badge."""


def paste_on(
    pixels: NDArray[np.uint8], kind: BadgeKind, middle_px: tuple[int, int], module_px: int = MODULE_PX
) -> None:
    """Paste the badge with its quiet zone, centred there."""
    card = np.kron(card_of(kind) * 200 + 30, np.ones((module_px, module_px), np.uint8)).astype(np.uint8)
    left, top = middle_px[0] - card.shape[1] // 2, middle_px[1] - card.shape[0] // 2
    pixels[top : top + card.shape[0], left : left + card.shape[1]] = card[..., None]


def on_chest(kind: BadgeKind, module_px: int = MODULE_PX) -> NDArray[np.uint8]:
    """Return a frame of 480 by 360 px with PERSON in one grey and the badge on their chest."""
    pixels = np.full((360, 480, 3), 120, np.uint8)
    cv2.rectangle(pixels, (110, 60), (210, 340), (80, 60, 140), cv2.FILLED)
    paste_on(pixels, kind, (160, 155), module_px)
    return pixels


def filled(pixels: NDArray[np.uint8], *people: tuple[float, ...], at: datetime = STARTED_AT) -> BlurredFrame:
    """Return the frame with these people in it."""
    boxes = np.array(people, np.float32).reshape(-1, 4)
    none = np.zeros((0, 4), np.float32)
    return BlurredFrame(pixels, at, 0, boxes, np.ones(len(boxes), np.float32), none, len(boxes))
