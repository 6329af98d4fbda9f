from datetime import timedelta

import pytest

from edge_node.errors import SiteError
from edge_node.observations import FrameObservation
from edge_node.picture import as_drawn
from edge_node.site import CameraPlace
from tests.support.clips import STARTED_AT


def place(
    frame_px: tuple[int, int] | None, *, masks: tuple[tuple[tuple[float, float], ...], ...] = ()
) -> CameraPlace:
    return CameraPlace("door", "a.mp4", frame_px, None, 0.0, masks_px=masks)


def frames(width_px: int = 640, height_px: int = 360) -> list[FrameObservation]:
    return [
        FrameObservation(k, STARTED_AT + timedelta(seconds=k), width_px, height_px, (), 0, dropped=None)
        for k in range(3)
    ]


@pytest.mark.parametrize("camera", [None, place(None), place((640, 360))], ids=["none", "undrawn", "drawn"])
def test_frames_of_the_size_pass_unchanged(camera: CameraPlace | None) -> None:
    assert list(as_drawn(frames(), camera)) == frames()


@pytest.mark.parametrize(
    ("came", "message"),
    [
        ((360, 640), r'"door" is turned by 90° \(expected 640×360 px, got 360×640 px\)\. Turn it back'),
        (
            (1280, 720),
            r"another picture than its places were drawn on \(expected 640×360 px, got 1280×720 px\)",
        ),
    ],
    ids=["turned", "larger"],
)
def test_another_picture_than_the_drawn_one_is_refused(came: tuple[int, int], message: str) -> None:
    with pytest.raises(SiteError, match=message):
        list(as_drawn(frames(*came), place((640, 360))))


def test_a_mask_beside_the_picture_is_refused_when_the_picture_comes() -> None:
    beside = place(None, masks=(((700.0, 0.0), (800.0, 0.0), (800.0, 90.0)),))

    with pytest.raises(SiteError, match='mask 1 of camera "door" lies 160 px outside'):
        list(as_drawn(frames(), beside))
