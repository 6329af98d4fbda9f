"""Videos that are broken in one way each, written in the test from drawn clips."""

import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.support.clips import RATE_HZ, SIZE_PX, backdrop, walking, write_video

FRAMES = 30
Clip = list[NDArray[np.uint8]]


def write_fast(path: Path, clip: Clip) -> Path:
    """Write an MP4 whose index stands at its beginning, as a recorder on the network writes it."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE_HZ)
        stream.height, stream.width = clip[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for pixels in clip:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def cut(path: Path, share: float = 0.5) -> Path:
    """Leave only the first part of the file's bytes."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def turned(path: Path, degrees: int) -> Path:
    """Write a walk as a telephone held upright does: pictures on their side, and a note to turn them."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
        stream.set_display_rotation(degrees)
        for pixels in walking(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def of_size(path: Path, width_px: int, height_px: int) -> Path:
    """Write five grey pictures of the size."""
    grey = np.full((height_px, width_px, 3), 90, np.uint8)
    return write_video(path, [grey] * 5, codec="ffv1")


def claiming(path: Path, width_px: int, height_px: int) -> Path:
    """Write an AVI of 64 × 64 px whose header claims another size."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("rawvideo", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "bgr24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(backdrop((64, 64)), format="bgr24")))
    content = bytearray(path.read_bytes())
    sizes = content.index(b"strf") + 12
    content[sizes : sizes + 8] = struct.pack("<2i", width_px, height_px)
    path.write_bytes(content)
    return path


def changing(path: Path) -> Path:
    """Write a stream whose picture shrinks to a quarter half-way."""
    clip = walking(10)
    parts = [
        write_video(path.with_name(f"{number}.h264"), pictures, codec="libx264").read_bytes()
        for number, pictures in enumerate((clip, [pixels[::2, ::2] for pixels in clip]))
    ]
    path.write_bytes(b"".join(parts))
    return path


def damaged(path: Path) -> Path:
    """Write a clip whose middle quarter is noise."""
    write_fast(path, walking(FRAMES))
    content = bytearray(path.read_bytes())
    quarter = len(content) // 4
    noise = np.random.default_rng(1).integers(0, 256, quarter, dtype=np.uint8)
    content[2 * quarter : 3 * quarter] = noise.tobytes()
    path.write_bytes(content)
    return path


def frozen(path: Path, seconds: int) -> Path:
    """Write somebody who walks in, after which one picture is shown for so long, one frame a second."""
    clip = [*walking(5), *([backdrop()] * seconds)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=1)
        stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
        for pixels in clip:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def with_content(content: bytes) -> Callable[[Path], Path]:
    """Return what writes these bytes under a video's name."""

    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write
