"""Capture → blur → pose, once the wall is closed: each frame in, one observation out, pixels forgotten."""

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

import cv2

from edge_node.blur.show import CloserLook
from edge_node.drops import no_drops, with_one
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.observations import DropReason, FrameObservation
from edge_node.ports import Anonymizer, Camera, PoseEstimator
from edge_node.wall.messages import Tally
from edge_node.wall.preview import Preview
from edge_node.wall.stopwatch import Stopwatch

_JPEG_QUALITY = 80


@runtime_checkable
class CountsReplaced(Protocol):
    """A camera that replaces frames nobody took in time."""

    @property
    def replaced(self) -> int:
        """Frames replaced so far."""
        ...


class Line:
    """The stages of one camera, with their running times."""

    def __init__(
        self,
        camera: Camera,
        anonymizer: Anonymizer,
        poses: PoseEstimator,
        look: CloserLook | None,
        *,
        watch: Stopwatch | None = None,
    ) -> None:
        self._camera = camera
        self._anonymizer = anonymizer
        self._poses = poses
        self._look = look
        self._watch = watch or Stopwatch()
        self._frames = 0
        self._dropped = no_drops()
        self._withheld = no_drops()

    def run(self, wants_preview: Callable[[], bool]) -> Iterator[FrameObservation | Preview]:
        """Yield one observation per frame, after its preview where one is wanted.

        Raises: edge_node.errors.CaptureError when the camera breaks off.
        """
        frames = self._camera.frames()
        while (frame := self._next(frames)) is not None:
            for crossing in self._observe(frame, wants_preview):
                with self._watch.on("wall"):
                    yield crossing

    def tally(self) -> Tally:
        """Return the counts so far."""
        return Tally(
            frames=self._frames,
            dropped=self._dropped,
            withheld=self._withheld,
            replaced=self._camera.replaced if isinstance(self._camera, CountsReplaced) else 0,
            stage_s=self._watch.seconds(),
        )

    def _observe(
        self, frame: RawFrame, wants_preview: Callable[[], bool]
    ) -> Iterator[FrameObservation | Preview]:
        self._frames += 1
        height, width = frame.pixels.shape[:2]
        with self._watch.on("blur"):
            blurred = "frozen" if frame.is_frozen else self._anonymizer.blur(frame)
        if not isinstance(blurred, BlurredFrame):
            self._dropped = with_one(self._dropped, blurred)
            yield FrameObservation(frame.index, frame.captured_at, width, height, (), 0, dropped=blurred)
            return
        with self._watch.on("pose"):
            poses = self._poses.estimate(blurred)
        if wants_preview() and (look := self._look) is not None:
            yield from self._preview(blurred, look)
        heads = blurred.heads_filled
        yield FrameObservation(frame.index, frame.captured_at, width, height, poses, heads, dropped=None)

    def _preview(self, blurred: BlurredFrame, look: CloserLook) -> Iterator[Preview]:
        with self._watch.on("preview"):
            preview = to_preview(blurred, look)
        if isinstance(preview, Preview):
            yield preview
        else:
            self._withheld = with_one(self._withheld, preview)

    def _next(self, frames: Iterator[RawFrame]) -> RawFrame | None:
        with self._watch.on("capture"):
            return next(frames, None)


def to_preview(frame: BlurredFrame, look: CloserLook) -> Preview | DropReason:
    """Return the frame as people may see it, a closer look and the wide fill before JPEG, or why not."""
    shown = look.shown(frame)
    if isinstance(shown, str):
        return shown
    _, encoded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return Preview(encoded.tobytes(), frame.index, frame.captured_at)
