"""Fewer frames: at most so many a second of capture time, evenly."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from edge_node.frame import RawFrame
from edge_node.ports import Camera


def thinned(frames: Iterator[RawFrame], max_rate_hz: float | None) -> Iterator[RawFrame]:
    """Yield the frames that are due; each keeps its index and time, and None keeps them all."""
    if max_rate_hz is None:
        yield from frames
        return
    step = timedelta(seconds=1 / max_rate_hz)
    due: datetime | None = None
    for frame in frames:
        if due is None or frame.captured_at >= due:
            yield frame
            due = max((due or frame.captured_at) + step, frame.captured_at + step / 2)


class Thinned:
    """A camera of which only the frames that are due are seen."""

    def __init__(self, camera: Camera, max_rate_hz: float | None) -> None:
        self._camera = camera
        self._max_rate_hz = max_rate_hz

    def frames(self) -> Iterator[RawFrame]:
        """Yield the camera's frames that are due."""
        return thinned(self._camera.frames(), self._max_rate_hz)
