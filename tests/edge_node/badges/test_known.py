"""Who wears a badge is known for a few seconds, by box and by nothing else."""

from datetime import timedelta

import numpy as np

from edge_node.badges.known import HOLD, KnownWearers
from tests.support.clips import STARTED_AT

ONE = np.array([[100, 50, 220, 350]], np.float32)
OTHER = np.array([[400, 50, 520, 350]], np.float32)
STEP = timedelta(seconds=0.2)


def test_nobody_is_known_at_first() -> None:
    assert not KnownWearers().follow(ONE, STARTED_AT).any()


def test_whoever_moves_on_is_still_known() -> None:
    known = KnownWearers()
    known.follow(ONE, STARTED_AT)
    known.note([0], STARTED_AT)

    both = known.follow(np.concatenate([OTHER, ONE + 20]), STARTED_AT + STEP)

    assert both.tolist() == [False, True]


def test_whoever_shows_no_badge_for_long_is_forgotten() -> None:
    known = KnownWearers()
    known.follow(ONE, STARTED_AT)
    known.note([0], STARTED_AT)

    held = known.follow(ONE, STARTED_AT + HOLD)
    late = known.follow(ONE, STARTED_AT + HOLD + STEP)

    assert (held.tolist(), late.tolist()) == ([True], [False])


def test_a_clock_set_back_forgets() -> None:
    known = KnownWearers()
    known.follow(ONE, STARTED_AT)
    known.note([0], STARTED_AT)

    assert not known.follow(ONE, STARTED_AT - STEP).any()


def test_who_is_gone_for_one_look_is_forgotten() -> None:
    known = KnownWearers()
    known.follow(ONE, STARTED_AT)
    known.note([0], STARTED_AT)
    known.follow(np.zeros((0, 4), np.float32), STARTED_AT + STEP)

    assert not known.follow(ONE, STARTED_AT + 2 * STEP).any()
