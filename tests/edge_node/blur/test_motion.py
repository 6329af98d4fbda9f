"""What moves and is nobody's is told once the scene is known; what stands still is not."""

from datetime import timedelta

import numpy as np
import pytest

from edge_node.blur.motion import Moved, MovedParts
from tests.support.clips import STARTED_AT

NOBODY = np.zeros((0, 4), np.float32)
HEIGHT, WIDTH = 180, 320
STEP = timedelta(seconds=0.1)
EDGE_HEAD = (100, 150, 140, 180)
INNER_HEAD = (100, 60, 140, 100)


def _frame(*boxes: tuple[int, int, int, int], level: int = 120) -> np.ndarray:
    pixels = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
    for left, top, right, bottom in boxes:
        pixels[top:bottom, left:right] = 20
    return pixels


def _after(frames: list[np.ndarray], last: np.ndarray, people: np.ndarray = NOBODY) -> Moved:
    parts = MovedParts()
    for number, pixels in enumerate(frames):
        parts.find(pixels, NOBODY, STARTED_AT + number * STEP)
    return parts.find(last, people, STARTED_AT + len(frames) * STEP)


EMPTY = [_frame()] * 8


def test_a_head_that_comes_in_is_told_with_its_place() -> None:
    moved = _after(EMPTY, _frame(EDGE_HEAD))

    (box,) = moved.boxes(WIDTH, HEIGHT)

    assert (box[:2] <= EDGE_HEAD[:2]).all()
    assert (box[2:] >= EDGE_HEAD[2:]).all()
    assert (np.abs(box - EDGE_HEAD) <= 6).all()


def test_only_parts_at_the_edge_are_at_the_edge() -> None:
    assert _after(EMPTY, _frame(EDGE_HEAD)).at_edge() is not None
    assert _after(EMPTY, _frame(INNER_HEAD)).at_edge() is None
    assert len(_after(EMPTY, _frame(INNER_HEAD)).parts) == 1


def test_what_lies_in_a_persons_box_is_theirs() -> None:
    own = np.array([[90, 140, 150, 180]], np.float32)

    assert _after(EMPTY, _frame(EDGE_HEAD), own).parts == ()


@pytest.mark.parametrize(
    "last",
    [_frame(), _frame(level=160), _frame((100, 100, 104, 104))],
    ids=["nothing", "more light", "a speck"],
)
def test_what_is_no_movement_is_not_told(last: np.ndarray) -> None:
    assert _after(EMPTY, last).parts == ()


def test_what_has_come_to_rest_becomes_the_scene() -> None:
    resting = [*EMPTY, *[_frame(INNER_HEAD)] * 60]

    assert _after(resting, _frame(INNER_HEAD)).parts == ()


def test_a_scene_is_settled_after_half_a_second() -> None:
    assert not _after([_frame()] * 4, _frame()).is_settled
    assert _after([_frame()] * 5, _frame()).is_settled


@pytest.mark.parametrize(
    "last",
    [
        np.random.default_rng(5).integers(0, 255, (9, 16, 3)).astype(np.uint8).repeat(20, 0).repeat(20, 1),
        np.full((90, 320, 3), 120, np.uint8),
    ],
    ids=["another scene", "another size"],
)
def test_a_scene_that_is_no_longer_the_same_begins_anew(last: np.ndarray) -> None:
    moved = _after(EMPTY, last)

    assert (moved.parts, moved.is_settled) == ((), False)


@pytest.mark.parametrize("gap_s", [11.5, -1.0], ids=["after a gap", "back in time"])
def test_a_scene_out_of_its_time_begins_anew(gap_s: float) -> None:
    parts = MovedParts()
    for number in range(8):
        parts.find(_frame(), NOBODY, STARTED_AT + number * STEP)

    moved = parts.find(_frame(EDGE_HEAD), NOBODY, STARTED_AT + timedelta(seconds=gap_s))

    assert (moved.parts, moved.is_settled) == ((), False)


def test_no_part_has_no_box() -> None:
    assert _after(EMPTY, _frame()).boxes(WIDTH, HEIGHT).shape == (0, 4)
