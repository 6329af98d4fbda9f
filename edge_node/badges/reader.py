"""Reads badges on people in filled frames: on one person's trunk, enlarged, evened out and sharpened.

Every step was chosen by the share of drawn badges that is read (`python -m tests.benchmarks.badges`): at two
to four pixels a module the corners lie between pixels, and each module is read in its middle alone.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.badges.code import BITS, all_bits
from edge_node.frame import BlurredFrame, Pixels
from edge_node.observations import BADGE_KINDS, BadgeSeen

_TRUNK_TOP, _TRUNK_BOTTOM = 0.12, 0.72
"""The part of a person's box, from its top, in which a badge on chest or back is looked for."""
_ASIDE = 0.05
"""Of the box's width, added on either side: boxes cut off what sticks out."""
_FINE_PX, _MOST_ENLARGED = 220, 4.0
"""Trunks are enlarged until their shorter side has about this many pixels, up to so many times."""
_DARKEST, _BRIGHTEST, _LEAST_CONTRAST = 0.01, 0.99, 20
"""Shares of the pixels whose levels become black and white, and the fewest grey levels between these."""
_SHARPER = 2.0
"""How much of what a smoothing by a pixel of the frame would take away is added instead."""
_WRONG_BITS = 2
"""Of 25, how many may be misread: then 8 more would have to be misread to take one kind for the other."""
_LEAST_PERIMETER = 0.08
"""Of the trunk's longer side: the smallest badge that is printed has more, and what has less costs time."""
_WRONG_BORDER = 0.1
"""Share of the 24 black modules round the bits that may be misread."""


class BadgeReader:
    """Finds the three badges and nothing else: there is no number that it could tell anybody."""

    def __init__(self) -> None:
        self._detector = cv2.aruco.ArucoDetector(_dictionary(), _parameters())

    def read(self, frame: BlurredFrame, person: int) -> tuple[BadgeSeen, ...]:
        """Return the badges in the trunk of the person's box, by its row in the frame's boxes."""
        corner, trunk = _trunk(frame.pixels, frame.person_boxes_xyxy_px[person])
        if min(trunk.shape[:2]) < BITS:
            return ()
        scale = float(np.clip(_FINE_PX / min(trunk.shape[:2]), 1.0, _MOST_ENLARGED))
        quads, numbers, _ = self._detector.detectMarkers(_prepared(trunk, scale))
        found = [] if numbers is None else numbers.ravel().tolist()
        return tuple(
            BadgeSeen(BADGE_KINDS[number], _box(quad.reshape(4, 2) / scale + corner))
            for quad, number in zip(quads, found, strict=True)
        )


def _dictionary() -> "cv2.aruco.Dictionary":
    """Return a dictionary of the three badges alone: no other number can be read."""
    words = [cv2.aruco.Dictionary.getByteListFromBits(bits) for bits in all_bits().values()]
    return cv2.aruco.Dictionary(np.concatenate(words), BITS, _WRONG_BITS)


def _parameters() -> "cv2.aruco.DetectorParameters":
    parameters = cv2.aruco.DetectorParameters()
    parameters.errorCorrectionRate = 1.0
    parameters.maxErroneousBitsInBorderRate = _WRONG_BORDER
    parameters.minMarkerPerimeterRate = _LEAST_PERIMETER
    parameters.perspectiveRemovePixelPerCell = 8
    parameters.perspectiveRemoveIgnoredMarginPerCell = 0.3
    return parameters


def _trunk(pixels: Pixels, box: NDArray[np.float32]) -> tuple[NDArray[np.float32], Pixels]:
    """Return the upper left corner of the trunk in px of the frame, and its pixels."""
    left, top, right, bottom = box.tolist()
    aside, height = _ASIDE * (right - left), bottom - top
    low = np.floor([left - aside, top + _TRUNK_TOP * height]).clip(0, pixels.shape[1::-1]).astype(int)
    high = np.ceil([right + aside, top + _TRUNK_BOTTOM * height]).clip(0, pixels.shape[1::-1]).astype(int)
    return low.astype(np.float32), pixels[low[1] : high[1], low[0] : high[0]]


def _prepared(trunk: Pixels, scale: float) -> NDArray[np.uint8]:
    """Return the trunk in grey, from black to white, enlarged and sharpened."""
    grey = cv2.cvtColor(trunk, cv2.COLOR_BGR2GRAY)
    up_to = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel())
    dark, bright = np.searchsorted(up_to, [_DARKEST * up_to[-1], _BRIGHTEST * up_to[-1]]).tolist()
    gain = 255 / max(bright - dark, _LEAST_CONTRAST)
    even = cv2.LUT(grey, np.clip((np.arange(256) - dark) * gain, 0, 255).astype(np.uint8))
    fine = cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(fine, (0, 0), scale)
    return np.asarray(cv2.addWeighted(fine, 1 + _SHARPER, smooth, -_SHARPER, 0), np.uint8)


def _box(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([quad.min(axis=0), quad.max(axis=0)]).astype(np.float32)
