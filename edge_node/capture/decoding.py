"""From an opened container to its pictures: in order, upright, of one size, and all that were promised.

What came before a break is worth counting: once a picture has come, a source that breaks off is cut off.
"""

from collections.abc import Iterator

import av
import numpy as np
from av.container import InputContainer
from av.error import ExitError, FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from edge_node.capture.size import check_size
from edge_node.capture.source import SourceConfig
from edge_node.errors import CaptureError, CutOffError
from edge_node.frame import Pixels

MOST_BAD_PACKETS = 50
"""In a row; more is a stream that cannot be decoded."""
LEAST_COMPLETE = 0.95
"""A file that gives less of what its header declares is reported as cut off."""
UNSTAMPED = frozenset({"avi", "h264", "hevc", "mjpeg"})
"""Containers without presentation times: what PyAV shows there jumps to and fro, so frames are counted."""


class Decoding:
    """One pass over the pictures of a container."""

    def __init__(self, container: InputContainer, source: SourceConfig) -> None:
        """Take the first video stream.

        Raises: CaptureError when there is none, or its header declares a picture of an absurd size.
        """
        if not container.streams.video:
            raise CaptureError(f"expected a picture in {source.shown}, got none. Choose a file with video.")
        self._container = container
        self._source = source
        self._stream: VideoStream = container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._count = 0
        self._until_s = 0.0
        self._size_px: tuple[int, int] | None = None
        declared = self._stream.codec_context
        if declared.width and declared.height:
            check_size(declared.width, declared.height, source.shown)

    def pictures(self) -> Iterator[tuple[VideoFrame, float]]:
        """Yield every picture and its seconds since the first one.

        Raises: CutOffError when the source ends or breaks before it should, or changes its size; CaptureError
        when that happens before the first picture.
        """
        bad, packets = 0, self._container.demux(self._stream)
        while (packet := self._next(packets)) is not None:
            try:
                pictures = packet.decode()
            except FFmpegError as error:
                bad += 1
                if bad > MOST_BAD_PACKETS:
                    raise self._broken(reason_of(error)) from error
                continue
            for picture in pictures:
                bad = 0
                self._check_size(picture)
                offset_s = self._offset_s(picture)
                self._until_s = max(self._until_s, offset_s + self._step_s)
                self._count += 1
                yield picture, offset_s
        self._check_complete()

    @property
    def _step_s(self) -> float:
        return 1 / float(self._stream.average_rate or 25)

    def _next(self, packets: "Iterator[av.Packet[VideoStream]]") -> "av.Packet[VideoStream] | None":
        try:
            return next(packets, None)
        except FFmpegError as error:
            raise self._broken(reason_of(error)) from error

    def _offset_s(self, picture: VideoFrame) -> float:
        first_s = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        offset_s = None if self._container.format.name in UNSTAMPED else picture.time
        return self._count * self._step_s if offset_s is None else max(offset_s - first_s, 0.0)

    def _check_size(self, picture: VideoFrame) -> None:
        size_px = (picture.width, picture.height)
        if self._size_px == size_px:
            return
        check_size(*size_px, self._source.shown)
        if self._size_px is not None:
            was, now = (f"{width}×{height} px" for width, height in (self._size_px, size_px))
            raise CutOffError(
                f"{self._source.shown} changes its picture after {self._count} frames (expected {was}, got "
                f"{now}). What came before is counted. Give each size a file of its own."
            )
        self._size_px = size_px

    def _check_complete(self) -> None:
        if self._source.is_live:
            raise self._broken("the end of the stream")
        declared, length_s = self._stream.frames, self._length_s()
        if self._count == 0:
            has_size = self._stream.codec_context.width > 0
            raise self._broken("none that can be read" if has_size else "a header without a usable size")
        if self._count < LEAST_COMPLETE * declared:
            raise self._cut_off(f"{declared} frames", f"{self._count}")
        if not declared and self._until_s < LEAST_COMPLETE * length_s:
            raise self._cut_off(f"{length_s:.1f} s", f"{self._until_s:.1f} s")

    def _length_s(self) -> float:
        """Return the playing time that the header declares; 0 where it says nothing."""
        if self._stream.duration and self._stream.time_base:
            return float(self._stream.duration * self._stream.time_base)
        return (self._container.duration or 0) / av.time_base

    def _cut_off(self, expected: str, got: str) -> CutOffError:
        return CutOffError(
            f"{self._source.shown} breaks off (expected {expected}, got {got}). What came before is counted. "
            "Copy the file again from where it was recorded."
        )

    def _broken(self, reason: str) -> CaptureError:
        """Return the error for a source that cannot be read on: worth something if pictures had come."""
        if not self._count:
            return CaptureError(f"expected pictures in {self._source.shown}, got {reason}. {self._advice()}")
        return CutOffError(
            f"{self._source.shown} breaks off after {self._count} frames (expected more, got {reason}). "
            f"What came before is counted. {self._advice()}"
        )

    def _advice(self) -> str:
        if self._source.is_live:
            return "Check the camera, its cable and its network."
        return "Copy the file again from where it was recorded, or convert it to MP4."


def upright(picture: VideoFrame, shown: str) -> Pixels:
    """Return the picture's pixels, turned as the file says it is to be shown.

    Raises: CaptureError when that is no quarter turn.
    """
    pixels = np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)
    if not picture.rotation:
        return pixels
    turns, rest = divmod(picture.rotation, 90)
    if rest:
        raise CaptureError(
            f"expected a picture turned by quarters in {shown}, got one turned by {picture.rotation}°. "
            "Save the file upright."
        )
    return np.ascontiguousarray(np.rot90(pixels, turns))


def reason_of(error: Exception) -> str:
    """Return the system's or the library's words for what went wrong; its own time-out has none of use."""
    if isinstance(error, ExitError):
        return "nothing in time"
    return str(getattr(error, "strerror", None) or type(error).__name__).lower()
