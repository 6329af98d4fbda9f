"""Frames from video files, USB cameras and RTSP streams, through PyAV."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError

from edge_node.capture.decoding import Decoding, reason_of, upright
from edge_node.capture.latest import Latest
from edge_node.capture.rate import thinned
from edge_node.capture.source import SourceConfig
from edge_node.capture.still import FROZEN_S, Stillness
from edge_node.errors import CaptureError, CutOffError, FrozenError
from edge_node.frame import RawFrame
from shared.clock import Clock

OPEN_TIMEOUT_S, READ_TIMEOUT_S = 10.0, 6.0
"""How long a live source may take to answer, and then to send the next packet."""
_RTSP_OPTIONS = {"rtsp_transport": "tcp", "allowed_media_types": "video", "analyzeduration": "1000000"}
"""At most a second (in µs) to learn what the stream is; its frames are kept meanwhile."""
MOST_BACK_S = 2.0
"""NTP turns a clock back by less, and smoothly."""
_SMALLEST_STEP = timedelta(milliseconds=1)


class Video:
    """One opened source; opening it is what happens before the wall closes."""

    def __init__(self, source: SourceConfig, clock: Clock) -> None:
        """Open the source.

        Raises: CaptureError if it cannot be.
        """
        self._source = source
        self._clock = clock
        self._container = _open(source)
        self._decoding = Decoding(self._container, source)
        self._started_at = source.started_at or clock.now()
        self._stillness = Stillness(is_suspect=source.is_suspect)
        self._latest: Latest[RawFrame] | None = None
        self.on_wait: Callable[[], None] | None = None
        """Called each second in which a live source has sent nothing, by whoever waits for its next frame."""

    @property
    def replaced(self) -> int:
        """Live frames replaced by a newer one before they were taken."""
        return self._latest.replaced if self._latest else 0

    def frames(self) -> Iterator[RawFrame]:
        """Yield frames; a file's all in order, a live source's newest whenever the next is asked for.

        Raises: CaptureError when the source cannot be read, CutOffError when it breaks off, FrozenError when
        it shows a single picture: a live one at once, a file at its end.
        """
        frames = thinned(self._stamped(), self._source.max_rate_hz)
        if not self._source.is_live:
            yield from frames
            return
        self._latest = Latest(frames, on_wait=self.on_wait)
        yield from self._latest

    def close(self) -> None:
        """Let go of the file or camera."""
        self._container.close()

    def _stamped(self) -> Iterator[RawFrame]:
        previous: datetime | None = None
        frozen_s = 0.0
        for index, (picture, offset_s) in enumerate(self._decoding.pictures()):
            file_time = self._started_at + timedelta(seconds=offset_s)
            moment = (self._clock.now() if self._source.is_live else file_time).astimezone(UTC)
            if previous is not None:
                self._check_clock(moment, previous)
                moment = max(moment, previous + _SMALLEST_STEP)
            pixels = upright(picture, self._source.shown)
            held_s = self._stillness.held_s(pixels, moment)
            if held_s >= FROZEN_S:
                frozen_s += (moment - (previous or moment)).total_seconds() if frozen_s else held_s
                if self._source.is_live:
                    break
            is_frozen = held_s >= FROZEN_S or self._stillness.is_suspect
            previous = moment
            yield RawFrame(pixels, moment, index, is_frozen=is_frozen)
        if frozen_s:
            raise FrozenError(
                f"{self._source.shown} shows one and the same picture for {frozen_s:.0f} s (expected it to "
                f"change within {FROZEN_S:.0f} s). What came before is counted. Restart the camera."
            )

    def _check_clock(self, moment: datetime, previous: datetime) -> None:
        """A file's odd times are set right frame by frame; a clock that was set back is another stream."""
        back_s = (previous - moment).total_seconds()
        if self._source.is_live and back_s > MOST_BACK_S:
            raise CutOffError(
                f"the clock went back by {back_s:.0f} s while {self._source.shown} was seen (expected at "
                f"most {MOST_BACK_S:.0f} s). What came before is counted. Keep the clock by NTP."
            )


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
        reason = f"{reason_of(error)}. {_advice(source, error)}"
        raise CaptureError(f"expected video at {source.shown}, got {reason}") from error


def _advice(source: SourceConfig, error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "Check who may read it."
    if source.is_live:
        return "Check the camera, its cable and its network."
    return "Choose a video file; if it is one, copy it again, for it may be cut off."


def _check_file(path: Path) -> None:
    try:
        length = path.stat().st_size
    except OSError as error:
        reason = reason_of(error)
        raise CaptureError(f"expected a video file {path}, got {reason}. Check the path.") from error
    if not path.is_file():
        raise CaptureError(f"expected a video file {path}, got a folder or a device. Check the path.")
    if length == 0:
        raise CaptureError(
            f"expected a video file {path}, got 0 bytes. Copy it again from where it was recorded."
        )
