"""Clips drawn in the test: people of shaded capsules with a head and a face, before a plain shelf."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.frame import RawFrame

SIZE_PX = (640, 360)
RATE_HZ = 10
STARTED_AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SKIN, SHIRT, TROUSERS, HAIR = (140, 170, 220), (150, 70, 50), (70, 50, 40), (30, 40, 60)


def backdrop(size_px: tuple[int, int] = SIZE_PX) -> NDArray[np.uint8]:
    """Return an empty aisle: floor, wall and two shelf boards."""
    width, height = size_px
    pixels = np.full((height, width, 3), (200, 205, 210), np.uint8)
    cv2.rectangle(pixels, (0, int(0.6 * height)), (width, height), (150, 160, 170), cv2.FILLED)
    for row in (0.2, 0.4):
        cv2.line(pixels, (0, int(row * height)), (width, int(row * height)), (110, 130, 150), 4)
    return pixels


def draw_person_on(
    pixels: NDArray[np.uint8], x_px: int, feet_px: int, tall_px: int
) -> tuple[int, int, int, int]:
    """Draw one standing person and return the box of the face: left, top, right, bottom."""
    unit = tall_px / 8
    top = feet_px - tall_px

    def limb(
        start: tuple[float, float], end: tuple[float, float], wide: float, colour: tuple[int, int, int]
    ) -> None:
        first, second = ((round(x_px + x * unit), round(top + y * unit)) for x, y in (start, end))
        cv2.line(pixels, first, second, colour, max(2, round(wide * unit)), cv2.LINE_AA)

    for side in (-1, 1):
        limb((side * 0.4, 4.0), (side * 0.55, 7.7), 0.7, TROUSERS)
        limb((side * 0.9, 1.7), (side * 1.25, 4.0), 0.45, SHIRT)
        limb((side * 1.25, 4.0), (side * 1.25, 4.3), 0.4, SKIN)
    limb((0, 1.9), (0, 3.8), 1.7, SHIRT)
    limb((0, 1.0), (0, 1.6), 0.5, SKIN)
    centre = (x_px, round(top + 0.55 * unit))
    cv2.ellipse(
        pixels, centre, (round(0.42 * unit), round(0.55 * unit)), 0, 0, 360, SKIN, cv2.FILLED, cv2.LINE_AA
    )
    cv2.ellipse(
        pixels,
        (x_px, round(top + 0.3 * unit)),
        (round(0.45 * unit), round(0.34 * unit)),
        0,
        180,
        360,
        HAIR,
        -1,
    )
    for side in (-1, 1):
        cv2.circle(
            pixels,
            (round(x_px + side * 0.17 * unit), round(top + 0.5 * unit)),
            max(1, round(0.06 * unit)),
            HAIR,
            -1,
        )
    cv2.line(pixels, (x_px, round(top + 0.52 * unit)), (x_px, round(top + 0.68 * unit)), (110, 140, 190), 1)
    cv2.ellipse(
        pixels, (x_px, round(top + 0.83 * unit)), (round(0.15 * unit), 2), 0, 0, 360, (90, 90, 170), -1
    )
    half = round(0.42 * unit)
    return x_px - half, round(top + 0.1 * unit), x_px + half, round(top + 1.05 * unit)


def walking(frames: int, *, tall_px: int = 240) -> list[NDArray[np.uint8]]:
    """Return a clip of one person who walks from left to right."""
    clip = []
    for index in range(frames):
        pixels = backdrop()
        draw_person_on(pixels, 120 + round(400 * index / max(frames - 1, 1)), 340, tall_px)
        clip.append(pixels)
    return clip


def raw(pixels: NDArray[np.uint8], index: int = 0, at: datetime = STARTED_AT) -> RawFrame:
    """Return pixels as a frame."""
    return RawFrame(pixels, at, index)


def write_video(path: Path, pictures: Iterable[NDArray[np.uint8]], *, codec: str = "mpeg4") -> Path:
    """Write the pictures as a video of RATE_HZ and return its path."""
    with av.open(str(path), "w") as container:
        stream: av.VideoStream | None = None
        for pixels in pictures:
            if stream is None:
                stream = container.add_stream(codec, rate=RATE_HZ)
                stream.height, stream.width = pixels.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.bit_rate = 4_000_000
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        if stream is not None:
            container.mux(stream.encode(None))
    return path
