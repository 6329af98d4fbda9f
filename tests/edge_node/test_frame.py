"""The types that hold pixels say nothing of them and refuse what is not a frame."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from edge_node.frame import BlurredFrame, RawFrame

AT = datetime(2026, 6, 15, tzinfo=UTC)
NO_BOXES = np.zeros((0, 4), np.float32)


def _blurred(people: int, wide: int = 0, shape: tuple[int, ...] = (6, 8, 3)) -> BlurredFrame:
    return BlurredFrame(
        pixels=np.zeros(shape, np.uint8),
        captured_at=AT,
        index=0,
        person_boxes_xyxy_px=np.zeros((people, 4), np.float32),
        person_scores=np.zeros(people, np.float32),
        wide_xyxy_px=np.zeros((wide, 4), np.float32),
        heads_filled=0,
    )


def test_frames_print_their_size_only() -> None:
    raw = RawFrame(np.full((1080, 1920, 3), 7, np.uint8), AT, 3)

    assert (repr(raw), repr(_blurred(2))) == ("RawFrame(1080×1920)", "BlurredFrame(6×8)")


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)],
    ids=["grey", "float", "empty"],
)
def test_anything_but_colour_pixels_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected pixels uint8"):
        RawFrame(pixels, AT, 0)


def test_a_frame_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        RawFrame(np.zeros((4, 4, 3), np.uint8), datetime(2026, 6, 15), 0)  # noqa: DTZ001


def test_boxes_and_scores_must_agree() -> None:
    with pytest.raises(ValueError, match=r"expected person boxes \(2, 4\)"):
        BlurredFrame(np.zeros((4, 4, 3), np.uint8), AT, 0, NO_BOXES, np.zeros(2, np.float32), NO_BOXES, 0)


@pytest.mark.parametrize("boxes", ["wide_xyxy_px", "heads_alone_xyxy_px"])
def test_boxes_have_four_sides(boxes: str) -> None:
    changes: dict[str, Any] = {boxes: np.zeros((2, 3), np.float32)}

    with pytest.raises(ValueError, match=r"got .*\(2, 3\)"):
        replace(_blurred(1), **changes)


@pytest.mark.parametrize(
    ("is_shown", "readable"),
    [(None, [True, False, True]), (np.array([True, True, False]), [True, False, False])],
    ids=["all of it shown", "a strip shown"],
)
def test_only_the_sure_who_show_are_readable(is_shown: np.ndarray | None, readable: list[bool]) -> None:
    scores = np.array([0.9, 0.2, 0.3], np.float32)

    frame = replace(_blurred(3), person_scores=scores, is_shown=is_shown)

    assert frame.is_readable.tolist() == readable
