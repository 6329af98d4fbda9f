"""What may be shown: the wide fill of the frame, and the heads that only a closer look finds."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.blur.show import CloserLook
from edge_node.frame import BlurredFrame, RawFrame
from tests.support.clips import STARTED_AT, raw

NONE = np.zeros((0, 4), np.float32)
WIDE = np.array([[10, 10, 60, 40]], np.float32)


class Finder:
    """Finds a white square of at least 20 px; reports it as a person's box."""

    def __init__(self, *, scores: bool) -> None:
        self._scores = scores

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the square's box, as a person or as nothing."""
        rows, columns = np.nonzero((pixels == 255).all(axis=2))
        if not self._scores or len(rows) < 400:
            return NONE, np.zeros(0, np.float32)
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        return np.array([box], np.float32), np.ones(1, np.float32)


def _frame(pixels: np.ndarray) -> tuple[RawFrame, BlurredFrame]:
    blurred = BlurredFrame(pixels, STARTED_AT, 0, NONE, np.zeros(0, np.float32), WIDE, 0, is_settled=True)
    return raw(pixels), blurred


class Broken:
    """Fails as a model might."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Raise."""
        raise RuntimeError("pixels in the message")


class Senseless:
    """Gives numbers that are none."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return a box that is nowhere."""
        return np.full((1, 4), np.nan, np.float32), np.ones(1, np.float32)


def _look() -> CloserLook:
    return CloserLook(Finder(scores=True), Finder(scores=False))


def test_the_frames_own_wide_boxes_are_filled() -> None:
    shown = _look().shown(*_frame(np.full((100, 200, 3), 9, np.uint8)))

    assert len(np.unique(shown[10:40, 10:60].reshape(-1, 3), axis=0)) == 1
    assert (shown[50:, 70:] == 9).all()


@pytest.mark.parametrize("corner", [(0, 70), (170, 70), (170, 0), (85, 40)], ids=["sw", "se", "ne", "middle"])
def test_a_head_the_first_pass_missed_is_filled_wherever_it_is(corner: tuple[int, int]) -> None:
    pixels = np.zeros((100, 200, 3), np.uint8)
    x, y = corner
    pixels[y : y + 30, x : x + 30] = 255

    shown = _look().shown(*_frame(pixels))

    assert not (shown[y : y + 8, x : x + 30] == 255).all(axis=2).any()


def test_the_frame_itself_is_left_as_it_was() -> None:
    frame, blurred = _frame(np.zeros((100, 200, 3), np.uint8))

    _look().shown(frame, blurred)

    assert not frame.pixels.any()
    assert not blurred.pixels.any()


def test_what_is_shown_is_the_blurred_frame() -> None:
    _, blurred = _frame(np.zeros((100, 200, 3), np.uint8))
    bare = raw(np.full((100, 200, 3), 9, np.uint8))

    shown = _look().shown(bare, blurred)

    assert not (shown == 9).any()


def test_masked_areas_are_filled_before_the_closer_look() -> None:
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[60:, 100:] = 255
    everything = ((0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (0.0, 100.0))
    look = CloserLook(Finder(scores=True), Finder(scores=False), masks_px=[everything])

    shown = look.shown(*_frame(pixels))

    assert (shown[60:, 100:] == 255).all()


def test_a_blurred_frame_of_another_moment_is_not_shown() -> None:
    frame, blurred = _frame(np.zeros((100, 200, 3), np.uint8))

    assert _look().shown(frame, replace(blurred, index=1)) == "unsure"


def test_a_picture_of_a_scene_not_known_yet_is_not_shown() -> None:
    frame, blurred = _frame(np.zeros((100, 200, 3), np.uint8))

    assert _look().shown(frame, replace(blurred, is_settled=False)) == "unsure"


def test_a_picture_whose_closer_look_fails_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    shown = CloserLook(Broken(), Finder(scores=False)).shown(*_frame(np.zeros((100, 200, 3), np.uint8)))

    assert shown == "blur_failed"
    assert "pixels in the message" not in caplog.text


def test_a_picture_with_a_nonsensical_answer_is_not_shown() -> None:
    shown = CloserLook(Finder(scores=False), Senseless()).shown(*_frame(np.zeros((100, 200, 3), np.uint8)))

    assert shown == "unsure"


@pytest.mark.parametrize(("seconds", "is_late"), [(5.9, False), (6.1, True)], ids=["in time", "late"])
def test_a_picture_past_its_deadline_is_not_shown(seconds: float, is_late: bool) -> None:
    ticks = iter([0.0, seconds])
    look = CloserLook(Finder(scores=False), Finder(scores=False), monotonic_s=lambda: next(ticks))

    shown = look.shown(*_frame(np.zeros((100, 200, 3), np.uint8)))

    assert isinstance(shown, str) is is_late
