"""What a camera makes of the light: a little soft, darker where there is less, grainy and compressed."""

import cv2
import numpy as np

from edge_node.frame import Pixels

_SHIFTS_PX = 64
"""The grain of one frame is that of another one moved by up to this much, at random."""
_SOFT_PX = 0.7
"""Standard deviation of what the lens and the sensor blur."""
_QUALITY = 20
"""Of 100, as JPEG: a camera sends few bits. Source: tests/benchmarks/DRAWN_SHOP.md, drawn and filmed."""


class Film:
    """Exposes drawn pictures; the same frame number gives the same grain."""

    def __init__(self, frame_px: tuple[int, int], light: float, grain: float) -> None:
        """Draw the grain once. frame_px: width and height; light in (0, 1]; grain: grey levels."""
        width, height = frame_px
        size = (height + _SHIFTS_PX, width + _SHIFTS_PX)
        noise = np.random.default_rng(0).standard_normal(size, dtype=np.float32) * grain
        self._noise = np.repeat(np.rint(noise).astype(np.int16)[..., None], 3, axis=2)
        self._light = light

    def expose(self, pixels: Pixels, index: int) -> Pixels:
        """Return the picture as it arrives."""
        soft = cv2.GaussianBlur(pixels, (5, 5), _SOFT_PX)
        if self._light < 1.0:
            soft = cv2.convertScaleAbs(soft, alpha=self._light)
        down, right = np.random.default_rng(index).integers(0, _SHIFTS_PX, 2).tolist()
        height, width = pixels.shape[:2]
        grain = self._noise[down : down + height, right : right + width]
        exposed = cv2.add(soft, grain, dtype=cv2.CV_8U)
        _, sent = cv2.imencode(".jpg", exposed, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR), np.uint8)
