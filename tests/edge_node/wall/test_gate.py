"""A look comes at once where somebody comes, later where people only stir, and after a while in any case."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from edge_node.capture.source import Segment
from edge_node.frame import RawFrame
from edge_node.wall.gate import Gate, Pace, is_near
from edge_node.wall.strip import Strip
from tests.support.clips import STARTED_AT, backdrop, draw_person_on, raw

NOBODY = np.zeros((0, 4), np.float32)
SOMEBODY = np.array([[265, 30, 375, 350]], np.float32)
PACE = Pace()
SETTLED = replace(PACE, settling=timedelta(0))


def frame_at(after_s: float, *people_x: int, arm: int = 0) -> RawFrame:
    pixels = backdrop()
    for x_px in people_x:
        draw_person_on(pixels, x_px, 350, 320)
    pixels[150:190, 300 : 300 + arm] = (20, 40, 220)
    return raw(pixels, at=STARTED_AT + timedelta(seconds=after_s))


def _after(gate: Gate, first: RawFrame, people: np.ndarray) -> Gate:
    gate.looked(first, people)
    return gate


def test_the_first_frame_is_looked_at() -> None:
    assert Gate().is_due(frame_at(0))


def test_whoever_comes_is_looked_at_soon() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0), NOBODY)

    assert [gate.is_due(frame_at(after_s, 320)) for after_s in (0.1, 0.2)] == [False, True]


def test_whoever_goes_is_looked_at_soon() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0, 320), SOMEBODY)

    assert gate.is_due(frame_at(0.2, 380))


def test_who_only_stirs_is_looked_at_twice_a_second() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0, 320), SOMEBODY)

    assert [gate.is_due(frame_at(after_s, 320, arm=40)) for after_s in (0.4, 0.5)] == [False, True]


@pytest.mark.parametrize(
    ("people", "boxes", "wait_s"),
    [((320,), SOMEBODY, 1.0), ((), NOBODY, 3.0)],
    ids=["somebody stands", "nobody is there"],
)
def test_where_nothing_changes_a_look_comes_all_the_same(
    people: tuple[int, ...], boxes: np.ndarray, wait_s: float
) -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0, *people), boxes)

    assert not gate.is_due(frame_at(wait_s - 0.1, *people))
    assert gate.is_due(frame_at(wait_s, *people))


def test_a_new_number_of_people_is_looked_at_again_soon() -> None:
    gate = _after(Gate(), frame_at(0), NOBODY)
    gate.looked(frame_at(1.0, 320), SOMEBODY)

    assert gate.is_due(frame_at(1.2, 320))


def test_the_same_number_settles() -> None:
    gate = _after(Gate(), frame_at(0, 320), SOMEBODY)
    gate.looked(frame_at(1.0, 320), SOMEBODY)

    assert not gate.is_due(frame_at(1.2, 320))


LINE = ((200.0, 360.0), (440.0, 360.0))


def test_while_somebody_moves_near_a_counting_line_every_frame_is_looked_at() -> None:
    gate = _after(Gate(lines_px=[LINE], pace=SETTLED), frame_at(0, 320), SOMEBODY)

    assert gate.is_due(frame_at(0.05, 320, arm=40))


def test_who_stands_still_at_a_counting_line_hurries_nobody() -> None:
    gate = _after(Gate(lines_px=[LINE], pace=SETTLED), frame_at(0, 320), SOMEBODY)

    assert not gate.is_due(frame_at(0.5, 320))


@pytest.mark.parametrize(
    ("line", "near"),
    [
        (LINE, True),
        (((200.0, 340.0), (440.0, 340.0)), True),
        (((200.0, 500.0), (440.0, 500.0)), True),
        (((200.0, 520.0), (440.0, 520.0)), False),
        (((500.0, 0.0), (500.0, 400.0)), False),
        (((200.0, 60.0), (440.0, 60.0)), False),
    ],
    ids=["at the feet", "through the legs", "before them", "far before them", "aside", "through the head"],
)
def test_a_line_is_near_where_feet_may_be_soon(line: Segment, near: bool) -> None:
    assert is_near(SOMEBODY, [line]) is near


def test_slow_changes_add_up_since_the_last_look() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0, 320), SOMEBODY)

    due = [gate.is_due(frame_at(0.2 + step / 100, 320 + 3 * step)) for step in range(20)]

    assert due.index(True) > 0
    assert due[due.index(True) :] == [True] * (20 - due.index(True))


def test_grain_is_no_change() -> None:
    rng = np.random.default_rng(7)
    gate = _after(Gate(pace=SETTLED), frame_at(0), NOBODY)
    noisy = frame_at(0.5).pixels.astype(np.float64) + rng.normal(0, 8, backdrop().shape)

    frame = raw(np.clip(noisy, 0, 255).astype(np.uint8), at=STARTED_AT + timedelta(seconds=0.5))

    assert not gate.is_due(frame)


def test_a_masked_area_never_counts() -> None:
    masks = [[(0.0, 0.0), (640.0, 0.0), (640.0, 360.0), (0.0, 360.0)]]
    gate = _after(Gate(masks_px=masks, pace=SETTLED), frame_at(0), NOBODY)

    assert not gate.is_due(frame_at(0.5, 320))


def test_a_clock_that_went_back_is_looked_at() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(5), NOBODY)

    assert gate.is_due(frame_at(1))


def test_a_box_beyond_the_frame_is_cut() -> None:
    beyond = np.array([[-500, -500, 2000, -10], [600, 300, 2000, 2000]], np.float32)

    gate = _after(Gate(pace=SETTLED), frame_at(0), beyond)

    assert gate.is_due(frame_at(0.2, 320))


def test_the_columns_that_changed_are_named() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0), NOBODY)

    gate.is_due(frame_at(0.2, 320))

    assert gate.columns is not None
    changed = np.flatnonzero(gate.columns) * 4
    assert 250 <= changed[0] <= 320 <= changed[-1] <= 390


def test_before_the_first_look_nothing_is_known_of_change() -> None:
    assert Gate().columns is None


def test_a_look_at_a_strip_leaves_the_rest_to_be_seen() -> None:
    gate = _after(Gate(pace=SETTLED), frame_at(0), NOBODY)

    gate.looked(frame_at(0.2, 100, 500), SOMEBODY, Strip(380, 636))
    gate.is_due(frame_at(0.4, 100, 500))

    assert gate.columns is not None
    changed = np.flatnonzero(gate.columns) * 4
    assert 30 <= changed[0] <= changed[-1] <= 200
