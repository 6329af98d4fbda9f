"""Heads from boxes: at the top, in the middle, and only once where the face is sure."""

import numpy as np
import pytest

from edge_node.blur.heads import grown, head_rooms, tight_heads, wide_heads

NONE = np.zeros((0, 4), np.float32)
NO_SCORES = np.zeros(0, np.float32)
STANDING = np.array([[100, 100, 160, 300]], np.float32)
SIZE = (640, 480)
FACE = np.array([[122, 108, 138, 128]], np.float32)


@pytest.mark.parametrize(
    ("box", "head_share"),
    [((100, 100, 160, 300), 0.13), ((100, 100, 220, 220), 0.4), ((100, 100, 400, 200), 0.4)],
    ids=["standing", "bust", "lying"],
)
def test_the_head_is_a_share_of_the_box_below_its_top(box: tuple[int, ...], head_share: float) -> None:
    people = np.array([box], np.float32)

    (head,) = tight_heads(people, NONE, NO_SCORES)

    assert head[1] <= box[1]
    assert head[3] == pytest.approx(box[1] + head_share * (box[3] - box[1]), rel=0.01)
    assert (head[0] + head[2]) / 2 == pytest.approx((box[0] + box[2]) / 2)


@pytest.mark.parametrize(("score", "heads"), [(0.9, 1), (0.5, 2)], ids=["sure", "faint"])
def test_only_a_sure_face_stands_for_the_persons_head(score: float, heads: int) -> None:
    found = tight_heads(STANDING, FACE, np.array([score], np.float32))

    assert len(found) == heads


def test_a_face_beside_the_head_does_not_stand_for_it() -> None:
    elsewhere = FACE + np.array([0, 100, 0, 100], np.float32)

    assert len(tight_heads(STANDING, elsewhere, np.ones(1, np.float32))) == 2


def test_the_wide_box_holds_the_tight_one() -> None:
    (tight,), (wide,) = tight_heads(STANDING, NONE, NO_SCORES), wide_heads(STANDING, NONE, SIZE)

    assert (wide[:2] <= tight[:2]).all()
    assert (wide[2:] >= tight[2:]).all()


def test_a_room_spans_the_box_and_holds_the_head_at_its_top() -> None:
    (room,), (head,) = head_rooms(STANDING, SIZE), tight_heads(STANDING, NONE, NO_SCORES)

    assert (room[0], room[2]) == (STANDING[0, 0], STANDING[0, 2])
    assert room[1] < head[1]
    assert head[3] < room[3] < STANDING[0, 1] + 0.2 * 200


@pytest.mark.parametrize(
    ("box", "share"),
    [
        ((100, 400, 200, 480), 1.0),
        ((100, 350, 200, 480), 0.6),
        ((100, 180, 200, 480), 0.16),
        ((100, 300, 200, 380), 0.48),
    ],
    ids=["all head, cut", "bust, cut", "standing, cut", "as wide, not cut"],
)
@pytest.mark.parametrize("widely", [True, False], ids=["wide", "before pose"])
def test_a_box_cut_by_the_lower_edge_may_be_all_head(
    box: tuple[int, ...], share: float, widely: bool
) -> None:
    people = np.array([box], np.float32)

    (filled,) = wide_heads(people, NONE, SIZE) if widely else head_rooms(people, SIZE)

    reached = (filled[3] - box[1]) / (box[3] - box[1])
    assert reached >= share - 0.01
    assert widely or reached == pytest.approx(share, abs=0.01)


def test_growing_adds_to_every_side() -> None:
    assert grown(np.array([[10, 20, 30, 60]], np.float32), 0.5, 0.25).tolist() == [[0, 10, 40, 70]]
