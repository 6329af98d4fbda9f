"""A camera and a person detector on the watch; both do what they did before."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.anonymize import FindPeople
from edge_node.boxes import Boxes
from edge_node.capture.ahead import Ahead
from edge_node.frame import Pixels, RawFrame
from edge_node.ports import Camera
from edge_node.wall.stopwatch import Stopwatch


@runtime_checkable
class CountsReplaced(Protocol):
    """A camera that replaces frames nobody took in time."""

    @property
    def replaced(self) -> int:
        """Frames replaced so far."""
        ...


class TimedCamera:
    """A camera whose frames are timed where they are made; those of a file are made ahead, in a thread."""

    def __init__(self, camera: Camera, watch: Stopwatch, *, is_live: bool) -> None:
        self._camera = camera
        self._watch = watch
        self._is_live = is_live

    @property
    def replaced(self) -> int:
        """Frames that a newer one replaced, where the camera counts them."""
        return self._camera.replaced if isinstance(self._camera, CountsReplaced) else 0

    def frames(self) -> Iterator[RawFrame]:
        """Yield the camera's frames in order; a live camera's newest whenever the next is asked for.

        Raises: edge_node.errors.CaptureError when the camera breaks off.
        """
        yield from self._made() if self._is_live else Ahead(self._made())

    def _made(self) -> Iterator[RawFrame]:
        frames = self._camera.frames()
        while (frame := self._next(frames)) is not None:
            yield frame

    def _next(self, frames: Iterator[RawFrame]) -> RawFrame | None:
        with self._watch.on("capture"):
            return next(frames, None)


class TimedPeople:
    """A person detector: it works inside the blur stage and is a stage of its own."""

    def __init__(self, people: FindPeople, watch: Stopwatch) -> None:
        self._people = people
        self._watch = watch

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return what the detector finds."""
        with self._watch.on("people"):
            return self._people.find(pixels)
