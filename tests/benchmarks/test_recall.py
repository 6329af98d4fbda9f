"""Recall counts people boxed by eye, each once, in every frame."""

import numpy as np
import pytest

from tests.benchmarks.recall import Score, Stretch, score, stretches_of, width_of

MOVING = Stretch(np.array([2.0, 4.0]), np.array([[0.0, 0, 20, 80], [20.0, 0, 40, 80]]))
NOBODY = np.zeros((0, 4), np.float32)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def test_a_box_moves_straight_between_key_frames() -> None:
    box = MOVING.box_at(3)

    assert box is not None
    assert box.tolist() == [10, 0, 30, 80]


def test_nobody_is_there_outside_a_stretch() -> None:
    assert [MOVING.box_at(frame) for frame in (1, 5)] == [None, None]


def test_a_frame_without_an_answer_counts_against_the_line() -> None:
    reported = [NOBODY, NOBODY, boxes((0, 0, 20, 80)), NOBODY, boxes((20, 0, 40, 80))]

    assert score([MOVING], 640, reported) == Score(people=3, found=2, reported=2)


def test_one_box_stands_for_one_person() -> None:
    still = Stretch(np.array([0.0, 0.0]), np.array([[0.0, 0, 20, 80]] * 2))

    assert score([still, still], 640, [boxes((0, 0, 20, 80))]) == Score(people=2, found=1, reported=1)


@pytest.mark.parametrize(
    ("width_px", "people"), [(640, 1), (1280, 0)], ids=["tall enough", "too small in a wider frame"]
)
def test_small_people_are_not_scored(width_px: int, people: int) -> None:
    still = Stretch(np.array([0.0, 0.0]), np.array([[0.0, 0, 20, 80]] * 2))

    assert score([still], width_px, [NOBODY]).people == people


@pytest.mark.parametrize("clip", ["argos_supermarket.mp4", "intel_one-by-one-person-detection.mp4"])
def test_the_truth_lies_within_its_frames(clip: str) -> None:
    stretches, width_px = stretches_of(clip), width_of(clip)

    edges = np.concatenate([stretch.boxes_xyxy_px for stretch in stretches])

    assert all((np.diff(stretch.frames) > 0).all() for stretch in stretches)
    assert (edges[:, :2] < edges[:, 2:]).all()
    assert edges.min() >= 0
    assert edges[:, 2].max() <= width_px
