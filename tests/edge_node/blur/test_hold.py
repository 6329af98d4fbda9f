"""A head that vanishes for a moment stays covered; one that is found again is not covered twice."""

from datetime import timedelta

import numpy as np

from edge_node.blur.hold import HeldHeads
from tests.support.clips import STARTED_AT

HEAD = np.array([[100, 100, 140, 150]], np.float32)
NOBODY = np.zeros((0, 4), np.float32)
STEP = timedelta(seconds=0.2)


def _held() -> HeldHeads:
    held = HeldHeads(timedelta(seconds=0.5))
    held.with_held(HEAD, STARTED_AT)
    return held


def test_a_lost_head_is_covered_wider_for_a_while() -> None:
    (box,) = _held().with_held(NOBODY, STARTED_AT + STEP)

    assert (box[:2] < HEAD[0, :2]).all()
    assert (box[2:] > HEAD[0, 2:]).all()


def test_the_hold_ends() -> None:
    held = _held()

    gaps = [len(held.with_held(NOBODY, STARTED_AT + look * STEP)) for look in (1, 2, 3)]

    assert gaps == [1, 1, 0]


def test_a_head_is_held_through_two_looks_however_far_apart() -> None:
    held = _held()

    gaps = [len(held.with_held(NOBODY, STARTED_AT + 5 * look * STEP)) for look in (1, 2, 3)]

    assert gaps == [1, 1, 0]


def test_a_head_found_again_replaces_the_held_one() -> None:
    moved = HEAD + 5

    assert _held().with_held(moved, STARTED_AT + STEP).tolist() == moved.tolist()


def test_each_gap_counts_from_when_the_head_was_last_found() -> None:
    held = _held()
    held.with_held(HEAD + 5, STARTED_AT + 2 * STEP)

    assert len(held.with_held(NOBODY, STARTED_AT + 4 * STEP)) == 1
