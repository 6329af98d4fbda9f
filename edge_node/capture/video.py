"""Frames from video files, USB cameras and RTSP streams, through PyAV."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from edge_node.capture.latest import Latest
from edge_node.capture.rate import thinned
from edge_node.capture.source import SourceConfig
from edge_node.errors import CaptureError
from edge_node.frame import RawFrame
from shared.clock import Clock

OPEN_TIMEOUT_S, READ_TIMEOUT_S = 10.0, 6.0
"""How long a live source may take to answer, and then to send the next packet."""
_RTSP_OPTIONS = {"rtsp_transport": "tcp", "allowed_media_types": "video", "analyzeduration": "1000000"}
"""At most a second (in µs) to learn what the stream is; its frames are kept meanwhile."""
_MOST_BAD_PACKETS = 50
"""In a row; more is a stream that cannot be decoded."""
_LEAST_COMPLETE = 0.95
"""A file that gives fewer of its declared frames is reported as cut off."""
_SMALLEST_STEP = timedelta(milliseconds=1)
_UNSTAMPED = frozenset({"avi", "h264", "hevc", "mjpeg"})
"""Containers without presentation times: what PyAV shows there jumps to and fro, so frames are counted."""


class Video:
    """One opened source; opening it is what happens before the wall closes."""

    def __init__(self, source: SourceConfig, clock: Clock) -> None:
        """Open the source.

        Raises: CaptureError if it cannot be.
        """
        self._source = source
        self._clock = clock
        self._container = _open(source)
        if not self._container.streams.video:
            raise CaptureError(f"expected a picture in {source.shown}, got none")
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._started_at = source.started_at or clock.now()
        self._latest: Latest[RawFrame] | None = None

    @property
    def replaced(self) -> int:
        """Live frames replaced by a newer one before they were taken."""
        return self._latest.replaced if self._latest else 0

    def frames(self) -> Iterator[RawFrame]:
        """Yield frames; a file's all in order, a live source's newest whenever the next is asked for.

        Raises: CaptureError when the source breaks off.
        """
        frames = thinned(self._stamped(), self._source.max_rate_hz)
        if not self._source.is_live:
            yield from frames
            return
        self._latest = Latest(frames)
        yield from self._latest

    def close(self) -> None:
        """Let go of the file or camera."""
        self._container.close()

    def _stamped(self) -> Iterator[RawFrame]:
        previous: datetime | None = None
        for index, picture in enumerate(self._decoded()):
            moment = self._clock.now() if self._source.is_live else self._file_time(picture, index)
            if previous is not None:
                moment = max(moment, previous + _SMALLEST_STEP)
            previous = moment
            yield RawFrame(
                np.asarray(picture.to_ndarray(format="bgr24"), np.uint8), moment.astimezone(UTC), index
            )

    def _file_time(self, picture: VideoFrame, index: int) -> datetime:
        first = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        offset_s = None if self._container.format.name in _UNSTAMPED else picture.time
        if offset_s is None:
            offset_s = first + index / float(self._stream.average_rate or 25)
        return self._started_at + timedelta(seconds=max(offset_s - first, 0.0))

    def _decoded(self) -> Iterator[VideoFrame]:
        count, bad = 0, 0
        packets = self._container.demux(self._stream)
        while (packet := self._next(packets)) is not None:
            try:
                pictures = packet.decode()
            except FFmpegError as error:
                bad += 1
                if bad > _MOST_BAD_PACKETS:
                    raise CaptureError(f"expected video in {self._source.shown}, got {error}") from error
                continue
            for picture in pictures:
                bad, count = 0, count + 1
                yield picture
        self._check_complete(count)

    def _next(self, packets: "Iterator[av.Packet[VideoStream]]") -> "av.Packet[VideoStream] | None":
        try:
            return next(packets, None)
        except FFmpegError as error:
            raise CaptureError(f"expected more of {self._source.shown}, got {_reason(error)}") from error

    def _check_complete(self, count: int) -> None:
        if self._source.is_live:
            raise CaptureError(f"expected more of {self._source.shown}, got the end of the stream")
        declared = self._stream.frames
        if count == 0 or count < _LEAST_COMPLETE * declared:
            raise CaptureError(f"expected {declared or 'some'} frames in {self._source.shown}, got {count}")


def _open(source: SourceConfig) -> InputContainer:
    form, options = None, {}
    if source.kind == "file":
        _check_file(Path(source.address))
    elif source.kind == "usb":
        form = "v4l2"
    else:
        options = _RTSP_OPTIONS
    timeout = (OPEN_TIMEOUT_S, READ_TIMEOUT_S) if source.is_live else None
    try:
        return av.open(source.address, format=form, options=options, timeout=timeout)
    except (FFmpegError, OSError) as error:
        raise CaptureError(f"expected video at {source.shown}, got {_reason(error)}") from error


def _check_file(path: Path) -> None:
    try:
        length = path.stat().st_size
    except OSError as error:
        raise CaptureError(f"expected a video file {path}, got {error.strerror}") from error
    if not path.is_file() or length == 0:
        raise CaptureError(f"expected a video file {path}, got {length} bytes or no file")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or type(error).__name__).lower()
