"""Answers that cannot be are told from those that can."""

import numpy as np
import pytest

from edge_node.blur.doubt import LEAST_SIDE_PX, MOST_PEOPLE, is_nonsense, is_too_small

HEIGHT, WIDTH = 300, 400
ONE = np.ones(1, np.float32)


def _is_nonsense(*box: float, score: float = 0.9) -> bool:
    return is_nonsense(np.array([box], np.float32), ONE * np.float32(score), HEIGHT, WIDTH)


@pytest.mark.parametrize(
    "box",
    [(100, 50, 160, 250), (-20, -30, 40, 60), (390, 250, 460, 330), (50, 50, 50, 50)],
    ids=["inside", "over the near corner", "over the far corner", "a point"],
)
def test_a_box_that_can_be_is_believed(box: tuple[float, ...]) -> None:
    assert not _is_nonsense(*box)


@pytest.mark.parametrize(
    "box",
    [
        (np.nan, 0, 10, 10),
        (0, 0, np.inf, 10),
        (60, 10, 40, 30),
        (10, 60, 40, 30),
        (-500, 0, 10, 10),
        (0, 0, 900, 10),
    ],
    ids=["not a number", "endless", "left of its left", "above its top", "far left", "far right"],
)
def test_a_box_that_cannot_be_is_not(box: tuple[float, ...]) -> None:
    assert _is_nonsense(*box)


@pytest.mark.parametrize("score", [-0.1, 1.1, np.nan])
def test_a_score_is_a_share(score: float) -> None:
    assert _is_nonsense(10, 10, 20, 20, score=score)


def test_every_box_has_one_score() -> None:
    assert is_nonsense(np.zeros((2, 4), np.float32), ONE, HEIGHT, WIDTH)


@pytest.mark.parametrize(("crowd", "refused"), [(MOST_PEOPLE, False), (MOST_PEOPLE + 1, True)])
def test_an_impossible_crowd_is_refused(crowd: int, refused: bool) -> None:
    boxes = np.tile(np.array([10, 10, 20, 20], np.float32), (crowd, 1))

    assert is_nonsense(boxes, np.ones(crowd, np.float32), HEIGHT, WIDTH) is refused


@pytest.mark.parametrize(("side", "refused"), [(LEAST_SIDE_PX, False), (LEAST_SIDE_PX - 1, True)])
def test_small_frames_are_refused_by_their_shorter_side(side: int, refused: bool) -> None:
    assert is_too_small(side, 1000) is refused
    assert is_too_small(1000, side) is refused
