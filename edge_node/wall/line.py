"""Capture → blur → pose, once the wall is closed: each frame in, one observation out, pixels forgotten."""

import time
from collections.abc import Callable, Iterator
from typing import Literal, Protocol, TypeVar, runtime_checkable

import cv2

from edge_node.blur.show import CloserLook
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.observations import FrameObservation
from edge_node.ports import Anonymizer, Camera, PoseEstimator
from edge_node.wall.messages import Tally
from edge_node.wall.preview import Preview

Stage = Literal["capture", "blur", "pose", "preview"]
STAGES: tuple[Stage, ...] = ("capture", "blur", "pose", "preview")
Result = TypeVar("Result")
_JPEG_QUALITY = 80


@runtime_checkable
class CountsLate(Protocol):
    """A camera that replaces frames nobody took in time."""

    @property
    def late(self) -> int:
        """Frames replaced so far."""
        ...


class Line:
    """The stages of one camera, with their running times."""

    def __init__(
        self, camera: Camera, anonymizer: Anonymizer, poses: PoseEstimator, look: CloserLook | None
    ) -> None:
        self._camera = camera
        self._anonymizer = anonymizer
        self._poses = poses
        self._look = look
        self._seconds: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        self._frames = 0
        self._dropped = 0

    def run(self, wants_preview: Callable[[], bool]) -> Iterator[FrameObservation | Preview]:
        """Yield one observation per frame, after its preview where one is wanted.

        Raises: edge_node.errors.CaptureError when the camera breaks off.
        """
        frames = self._camera.frames()
        while (frame := self._timed("capture", lambda: next(frames, None))) is not None:
            yield from self._observe(frame, wants_preview)

    def tally(self) -> Tally:
        """Return the counts so far."""
        return Tally(
            frames=self._frames,
            dropped=self._dropped,
            late=self._camera.late if isinstance(self._camera, CountsLate) else 0,
            stage_s=dict(self._seconds),
        )

    def _observe(
        self, frame: RawFrame, wants_preview: Callable[[], bool]
    ) -> Iterator[FrameObservation | Preview]:
        self._frames += 1
        height, width = frame.pixels.shape[:2]
        blurred = self._timed("blur", lambda: self._anonymizer.blur(frame))
        if blurred is None:
            self._dropped += 1
            yield FrameObservation(frame.index, frame.captured_at, width, height, (), 0, dropped=True)
            return
        poses = self._timed("pose", lambda: self._poses.estimate(blurred))
        if wants_preview() and (look := self._look) is not None:
            yield self._timed("preview", lambda: to_preview(blurred, look))
        heads = blurred.heads_filled
        yield FrameObservation(frame.index, frame.captured_at, width, height, poses, heads, dropped=False)

    def _timed(self, stage: Stage, work: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        try:
            return work()
        finally:
            self._seconds[stage] += time.perf_counter() - started


def to_preview(frame: BlurredFrame, look: CloserLook) -> Preview:
    """Return the frame as people may see it: a closer look and the wide fill first, then JPEG."""
    _, encoded = cv2.imencode(".jpg", look.shown(frame), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return Preview(encoded.tobytes(), frame.index, frame.captured_at)
