"""Being timed changes nothing of what a camera gives or a detector finds."""

from collections.abc import Iterator

import numpy as np
import pytest

from edge_node.errors import CaptureError
from edge_node.frame import RawFrame
from edge_node.wall.stopwatch import Stopwatch
from edge_node.wall.timed import CountsReplaced, TimedCamera, TimedPeople
from tests.support.clips import backdrop, raw


class Camera:
    """Gives a few frames, then breaks off where it is told to."""

    def __init__(self, count: int, *, breaks: bool = False) -> None:
        self._count = count
        self._breaks = breaks

    def frames(self) -> Iterator[RawFrame]:
        """Yield drawn frames."""
        yield from (raw(backdrop(), index) for index in range(self._count))
        if self._breaks:
            raise CaptureError("expected more, got the end")


class Live(Camera):
    """A camera that replaced two frames."""

    replaced = 2


class Nobody:
    """Finds nobody."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return no box."""
        return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)


@pytest.mark.parametrize("is_live", [True, False], ids=["live", "file"])
def test_every_frame_comes_in_order_and_is_timed(is_live: bool) -> None:
    watch = Stopwatch()

    seen = [frame.index for frame in TimedCamera(Camera(5), watch, is_live=is_live).frames()]

    assert seen == list(range(5))
    assert watch.seconds()["capture"] > 0


@pytest.mark.parametrize("is_live", [True, False], ids=["live", "file"])
def test_a_camera_that_breaks_off_says_so(is_live: bool) -> None:
    camera = TimedCamera(Camera(2, breaks=True), Stopwatch(), is_live=is_live)

    with pytest.raises(CaptureError, match="got the end"):
        list(camera.frames())


@pytest.mark.parametrize(("camera", "replaced"), [(Live(1), 2), (Camera(1), 0)], ids=["counted", "not"])
def test_replaced_frames_are_the_cameras_count(camera: Camera, replaced: int) -> None:
    timed = TimedCamera(camera, Stopwatch(), is_live=True)

    assert isinstance(timed, CountsReplaced)
    assert timed.replaced == replaced


def test_the_finding_of_people_is_timed() -> None:
    watch = Stopwatch()

    boxes, scores = TimedPeople(Nobody(), watch).find(backdrop())

    assert (len(boxes), len(scores)) == (0, 0)
    assert watch.seconds()["people"] > 0
