from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.track.assign import assign, distance, iou

BOX = np.array([[0.0, 0.0, 10.0, 20.0]])


def test_a_box_overlaps_itself_wholly() -> None:
    assert iou(BOX, BOX) == pytest.approx(np.array([[1.0]]))


def test_half_a_box_overlaps_by_a_third() -> None:
    moved = BOX + np.array([5.0, 0.0, 5.0, 0.0])

    assert iou(BOX, moved)[0, 0] == pytest.approx(1 / 3)


def test_boxes_apart_do_not_overlap() -> None:
    assert iou(BOX, BOX + 100.0)[0, 0] == 0.0


def test_distance_is_counted_in_heights_of_the_first_box() -> None:
    moved = BOX + np.array([10.0, 0.0, 10.0, 0.0])

    assert distance(BOX, moved)[0, 0] == pytest.approx(0.5)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_assignment_is_the_cheapest_of_all(seed: int) -> None:
    cost = np.random.default_rng(seed).random((4, 4))

    pairs = assign(cost, 2.0)

    cheapest = min(sum(cost[i, p[i]] for i in range(4)) for p in permutations(range(4)))
    assert cost[pairs[:, 0], pairs[:, 1]].sum() == pytest.approx(cheapest)


def test_no_pair_costs_more_than_the_limit() -> None:
    cost = np.array([[0.1, 0.9], [0.8, 0.7]])

    assert assign(cost, 0.5).tolist() == [[0, 0]]


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)], ids=["nobody known", "nobody seen", "nobody"])
def test_nobody_is_assigned_to_nobody(shape: tuple[int, int]) -> None:
    assert assign(np.empty(shape), 1.0).shape == (0, 2)
