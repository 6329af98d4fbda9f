"""The three badges are those of the published dictionary and as far apart as is said."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from edge_node.badges.code import BITS, CARD_MODULES, LEAST_DISTANCE, all_bits, bits_of, card_of
from edge_node.observations import BadgeKind

NUMBERS: dict[BadgeKind, int] = {"optout": 133, "staff": 170, "panel": 236}
FURTHEST = 14
"""Bits between the first two, however they are turned."""


@pytest.mark.parametrize(("kind", "number"), NUMBERS.items(), ids=list(NUMBERS))
def test_a_badge_is_the_published_marker(kind: BadgeKind, number: int) -> None:
    published = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_250).bytesList[number : number + 1]

    expected = cv2.aruco.Dictionary.getBitsFromByteList(published, BITS)

    assert (bits_of(kind) == expected).all()


def test_the_badges_differ_however_they_are_turned() -> None:
    every = [all_bits()[kind] for kind in NUMBERS]
    pairs = [(a, np.rot90(b, turn)) for a, b in combinations(every, 2) for turn in range(4)]
    own = [(one, np.rot90(one, turn)) for one in every for turn in (1, 2, 3)]

    distances = [int((first != second).sum()) for first, second in [*pairs, *own]]

    assert min(distances) == LEAST_DISTANCE


def test_no_pair_of_the_dictionary_is_further_apart_and_no_third_from_both() -> None:
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_250).bytesList
    bits = np.array([cv2.aruco.Dictionary.getBitsFromByteList(words[n : n + 1], BITS) for n in range(250)])
    flat = bits.reshape(250, -1)
    turned = [np.rot90(bits, quarter, axes=(1, 2)).reshape(250, -1) for quarter in range(4)]
    apart = np.min([(flat[:, None] != other[None]).sum(axis=2) for other in turned], axis=0)
    own = np.min([(flat != other).sum(axis=1) for other in turned[1:]], axis=0)
    np.fill_diagonal(apart, 0)

    best = np.minimum(apart, np.minimum(own[:, None], own[None])).max()
    third = np.minimum(np.minimum(apart[133], apart[170]), own).max()

    assert (best, third) == (FURTHEST, LEAST_DISTANCE)


def test_a_card_is_black_inside_white() -> None:
    card = card_of("staff")

    ring = np.ones((CARD_MODULES, CARD_MODULES), bool)
    ring[1:-1, 1:-1] = False
    border = ~ring
    border[2:-2, 2:-2] = False
    assert card[ring].all()
    assert not card[border].any()
