"""People of a frame are told apart by what hides them, and get the score of their own box."""

import numpy as np
import pytest

from tests.benchmarks.found import Seen, head_score, seen_in, view_of
from tests.benchmarks.head_truth import Head

FRAME_PX = (640, 400)
NEAR, FAR = np.array([100.0, 100, 160, 300]), np.array([120.0, 60, 180, 260])
NOTHING = (np.zeros((0, 4), np.float32), np.zeros(0, np.float32))


def found(*rows: tuple[float, float, float, float], score: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    return np.array(rows, np.float32), np.full(len(rows), score, np.float32)


def test_whoever_stands_behind_somebody_is_not_free() -> None:
    near, far = seen_in([NEAR, FAR], NOTHING, FRAME_PX)

    assert (near.hidden, far.hidden) == ("free", "behind others")


def test_whoever_is_all_but_hidden_is_not_asked_for() -> None:
    seen = list(seen_in([NEAR, NEAR - [0, 10, 0, 10]], NOTHING, FRAME_PX))

    assert len(seen) == 1


def test_a_box_stands_for_one_person() -> None:
    seen = list(seen_in([NEAR, FAR], found((100, 100, 160, 300)), FRAME_PX))

    assert [person.score for person in seen] == [pytest.approx(0.8), 0.0]


def test_height_is_told_at_640_px_wide() -> None:
    (seen,) = seen_in([NEAR], NOTHING, (1280, 800))

    assert seen == Seen(100.0, "free", 0.0)


def test_whoever_touches_the_edge_is_at_the_edge() -> None:
    (seen,) = seen_in([np.array([0.0, 100, 60, 300])], NOTHING, FRAME_PX)

    assert seen.hidden == "at the edge"


@pytest.mark.parametrize(
    ("box", "score"),
    [((100, 100, 160, 300), 0.8), ((100, 10, 160, 300), 0.0), ((200, 100, 260, 300), 0.0)],
    ids=["on top of a person", "in the middle of one", "beside one"],
)
def test_a_head_belongs_to_the_person_below_it(box: tuple[int, int, int, int], score: float) -> None:
    head = Head((118, 100, 142, 128), "face")

    assert head_score(head, found(box)) == pytest.approx(score)


@pytest.mark.parametrize(
    ("ahead", "view"),
    [((0.0, 1.0), "face"), ((1.0, 0.0), "profile"), ((0.0, -1.0), "behind")],
    ids=["towards the camera", "across", "away"],
)
def test_a_head_is_seen_as_it_is_turned(ahead: tuple[float, float], view: str) -> None:
    assert view_of(np.array(ahead), np.array([0.1, 2.0])) == view
