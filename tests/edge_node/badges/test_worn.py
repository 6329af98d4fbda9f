"""A badge is worn by whom it sits on where badges are worn; doubt is told by more than one answer."""

import numpy as np
import pytest

from edge_node.badges.worn import wearers_of

PERSON = np.array([[100, 50, 220, 350]], np.float32)


def _badge(x_px: float, y_px: float, side_px: float = 40) -> np.ndarray:
    half = side_px / 2
    return np.array([x_px - half, y_px - half, x_px + half, y_px + half], np.float32)


@pytest.mark.parametrize(
    ("badge", "rows"),
    [
        (_badge(160, 155), (0,)),
        (_badge(30, 155), ()),
        (_badge(160, 330), ()),
        (_badge(160, 60), ()),
        (_badge(160, 155, 130), ()),
    ],
    ids=["on the chest", "beside", "at the feet", "on the head", "larger than a person"],
)
def test_a_badge_is_worn_on_the_trunk(badge: np.ndarray, rows: tuple[int, ...]) -> None:
    assert wearers_of(badge, PERSON) == rows


def test_nobody_wears_a_badge_where_nobody_is() -> None:
    assert wearers_of(_badge(160, 155), np.zeros((0, 4), np.float32)) == ()


def test_two_may_wear_it_and_the_likelier_comes_first() -> None:
    people = np.array([[70, 50, 190, 350], [100, 50, 220, 350]], np.float32)

    assert wearers_of(_badge(160, 155), people) == (1, 0)
