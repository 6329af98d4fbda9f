"""A window's label is what its track did first after it."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.intent.hindsight import label_of, rest_of
from tests.support.learning_site import AISLE, FOYER, QUEUE, SITE, STREET, track

ENDED_AT_S = 1_004.0
"""Four seconds into every track here."""
BEFORE = [AISLE] * 4


@pytest.mark.parametrize(
    ("places", "holds", "expected"),
    [
        ([*BEFORE, AISLE, AISLE, AISLE], (5, 6), "reach"),
        ([*BEFORE, *[AISLE] * 12], (), "browse"),
        ([*BEFORE, *[QUEUE] * 12], (), "queue"),
        ([*BEFORE, FOYER, FOYER, STREET, STREET], (), "leave"),
        ([*BEFORE, AISLE, FOYER, FOYER], (), "pass_by"),
        ([*BEFORE, *[FOYER] * 12], (), "pass_by"),
        ([*BEFORE, *[STREET] * 12], (), "pass_by"),
        ([*BEFORE, *[AISLE] * 12], (14, 15), "browse"),
        ([*BEFORE, *[AISLE] * 12], (7, 8), "reach"),
        ([*BEFORE, *[QUEUE] * 8, FOYER, STREET, STREET], (), "queue"),
        ([*BEFORE, FOYER, STREET, FOYER, *[AISLE] * 9], (), "browse"),
        ([STREET, STREET, FOYER, FOYER, FOYER, AISLE, AISLE], (), "pass_by"),
        ([AISLE, AISLE, AISLE, AISLE, (10.0, -2.0), (10.0, -2.0), (10.0, -2.0)], (), "pass_by"),
    ],
    ids=[
        "a hand in the shelf",
        "a stay that goes on",
        "a stay in the queue",
        "out through the door",
        "a few steps",
        "standing in the entrance",
        "standing in the street",
        "a stay before the hand",
        "a hand before the stay is one",
        "the queue before the door",
        "back again is no leaving",
        "coming in is no leaving",
        "the way through a gate is no leaving",
    ],
)
def test_what_comes_first_is_the_label(
    places: list[tuple[float, float]], holds: tuple[int, ...], expected: str
) -> None:
    assert label_of(track(places, holds=holds), ENDED_AT_S, SITE) == expected


def test_what_was_before_the_window_says_nothing() -> None:
    browsed = track([*[QUEUE] * 10, *BEFORE, FOYER], holds=(1, 2, 3))

    assert label_of(browsed, 1_014.0, SITE) == "pass_by"


@pytest.mark.parametrize("ended_at_s", [1_003.0, 1_010.0], ids=["with its last point", "after the track"])
def test_nothing_after_it_is_passing_by(ended_at_s: float) -> None:
    assert label_of(track([AISLE] * 4), ended_at_s, SITE) == "pass_by"


def test_a_label_does_not_depend_on_how_the_body_moved() -> None:
    walked = track([*BEFORE, *[AISLE] * 8])

    assert label_of(replace(walked, movement=None), ENDED_AT_S, SITE) == label_of(walked, ENDED_AT_S, SITE)


def test_the_rest_is_what_comes_after() -> None:
    rest = rest_of(track([*BEFORE, QUEUE, QUEUE], holds=(4,)), ENDED_AT_S)

    assert rest.t_s.tolist() == [1_004.0, 1_005.0]
    assert rest.hand_at is not None
    assert rest.hand_at.tolist() == [0, -1]


def test_a_track_without_hands_never_reaches() -> None:
    browsed = replace(track([*BEFORE, *[AISLE] * 8], holds=(4, 5)), hand_at=None)

    assert label_of(browsed, ENDED_AT_S, SITE) == "browse"


def test_a_track_of_one_point_has_a_label_too() -> None:
    alone = replace(track([AISLE]), t_s=np.array([1_004.0]))

    assert label_of(alone, ENDED_AT_S, SITE) == "pass_by"
