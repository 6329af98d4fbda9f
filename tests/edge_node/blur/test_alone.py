"""Whose face is whose: each box has one, and what is left belongs to somebody hidden."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.blur.alone import heads_alone

NONE = np.zeros((0, 4), np.float32)
PERSON = (100.0, 100.0, 160.0, 300.0)
TOP = (122.0, 112.0, 138.0, 132.0)
"""A face where the person's must be: its head ends 4 px below the box's top."""


def alone(faces: list[tuple[float, ...]], people: list[tuple[float, ...]], *scores: float) -> np.ndarray:
    told = np.array(scores or [0.9] * len(people), np.float32)
    boxes = (np.array(each, np.float32).reshape(-1, 4) for each in (faces, people))
    return heads_alone(*boxes, told)


def moved(face: tuple[float, ...], right: float, down: float) -> tuple[float, ...]:
    left, top, end, bottom = face
    return (left + right, top + down, end + right, bottom + down)


def test_a_face_at_the_top_of_a_box_is_that_persons() -> None:
    assert len(alone([TOP], [PERSON])) == 0


def test_a_face_without_anybody_is_a_head_up_to_where_its_hair_ends() -> None:
    np.testing.assert_allclose(alone([TOP], []), [[122, 104, 138, 132]])


def test_a_second_face_in_one_box_is_somebody_elses() -> None:
    second = moved(TOP, 5, 40)

    np.testing.assert_allclose(alone([second, TOP], [PERSON]), [[127, 144, 143, 172]])


def test_somebody_who_bends_has_their_face_further_down() -> None:
    assert len(alone([moved(TOP, 0, 90)], [PERSON])) == 0


@pytest.mark.parametrize(
    ("right", "down"),
    [(0, 110), (0, -28), (40, 0), (-40, 0)],
    ids=["at the hips", "above the box", "right of it", "left of it"],
)
def test_a_face_too_far_from_the_top_is_not_theirs(right: float, down: float) -> None:
    assert len(alone([moved(TOP, right, down)], [PERSON])) == 1


def test_each_of_two_has_the_face_nearest_to_their_top() -> None:
    behind, nearer = PERSON, (110.0, 140.0, 170.0, 340.0)

    assert len(alone([moved(TOP, 10, 40), TOP], [behind, nearer])) == 0
    np.testing.assert_allclose(
        alone([moved(TOP, 10, 40), moved(TOP, 10, 80), TOP], [behind, nearer]), [[132, 184, 148, 212]]
    )


def test_the_surer_of_two_boxes_has_the_face() -> None:
    lower_box, only_of_the_lower = moved(PERSON, 0, 10), moved(TOP, 0, 112)

    assert len(alone([TOP, only_of_the_lower], [lower_box, PERSON], 0.15, 0.9)) == 0
    assert len(alone([TOP, only_of_the_lower], [lower_box, PERSON], 0.9, 0.15)) == 1


def test_of_two_boxes_as_high_the_one_it_lies_further_inside_has_the_face() -> None:
    beside, between, left_of_all = moved(PERSON, 55, 0), moved(TOP, 29, 0), moved(TOP, -30, 0)

    assert len(alone([between, left_of_all], [PERSON, beside])) == 0


def test_nobody_and_nothing_is_nothing() -> None:
    assert alone([], []).shape == (0, 4)
    assert alone([], [PERSON]).shape == (0, 4)


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 400)), max_size=8),
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 300)), max_size=5),
)
def test_no_more_faces_are_taken_than_there_are_people(
    faces: list[tuple[float, float]], people: list[tuple[float, float]]
) -> None:
    left = alone([(x, y, x + 16, y + 20) for x, y in faces], [(x, y, x + 60, y + 200) for x, y in people])

    assert len(faces) - len(people) <= len(left) <= len(faces)
