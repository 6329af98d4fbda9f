"""Where somebody stands is kept as three coarse distances."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.intent.levels import UNREAD
from edge_node.intent.nearness import Nearness
from edge_node.site import bare_site
from tests.support.learning_site import SITE

NEARNESS = Nearness(SITE)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((6.0, 4.7), [0, 1, 1]),
        ((6.0, 4.3), [0, 1, 1]),
        ((6.0, 3.5), [1, 1, 1]),
        ((1.0, 0.5), [1, 0, 1]),
        ((10.0, 3.0), [1, 1, 0]),
        ((10.0, -1.5), [1, 1, 1]),
        ((9.0, 6.5), [1, 1, 1]),
    ],
    ids=[
        "at the shelf",
        "near it",
        "farther",
        "at the door",
        "in the queue",
        "near the queue",
        "past its end",
    ],
)
def test_distances_are_cut_into_levels(place: tuple[float, float], expected: list[int]) -> None:
    assert NEARNESS.levels(np.array([place])).tolist() == [expected]


def test_what_the_site_has_not_is_not_read() -> None:
    bare = Nearness(bare_site("empty", is_in_metres=True))

    assert bare.levels(np.zeros((2, 2))).tolist() == [[UNREAD] * 3] * 2


def test_a_line_that_is_no_entrance_is_none() -> None:
    closed = Nearness(replace(SITE, entrance=()))

    assert closed.levels(np.array([(1.0, 0.5)])).tolist() == [[1, UNREAD, 1]]


def test_in_pixels_nothing_is_known() -> None:
    pixels = Nearness(replace(SITE, is_in_metres=False))

    assert (pixels.levels(np.array([(10.0, 3.0)])) == UNREAD).all()
