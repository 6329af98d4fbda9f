"""Everyone gets a turn, nobody twice before the rest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge_node.pose.turns import Turns


def _standing(people: int) -> np.ndarray:
    return np.array([[100 * i, 0, 100 * i + 50, 100] for i in range(people)], np.float32).reshape(-1, 4)


@given(st.integers(1, 9), st.integers(1, 4))
def test_in_a_round_everyone_is_read_once(people: int, per_frame: int) -> None:
    turns = Turns(per_frame)
    rounds = -(-people // per_frame)

    read = [index for _ in range(rounds) for index in turns.choose(_standing(people))]

    assert set(read) == set(range(people))
    assert len(read) <= people + per_frame


def test_a_newcomer_is_read_first() -> None:
    turns = Turns(1)
    for _ in range(2):
        turns.choose(_standing(2))

    assert turns.choose(_standing(3)) == (2,)


def test_the_turn_stays_with_the_person_when_the_order_changes() -> None:
    turns = Turns(1)
    first = turns.choose(_standing(2))

    second = turns.choose(_standing(2)[::-1].copy())

    assert (first, second) == ((0,), (0,))


def test_an_empty_frame_has_no_turn() -> None:
    assert Turns(2).choose(_standing(0)) == ()


def test_who_is_not_shown_waits_for_another_frame() -> None:
    turns = Turns(2)

    first = turns.choose(_standing(3), np.array([False, True, False]))
    second = turns.choose(_standing(3))

    assert first == (1,)
    assert set(second) == {0, 2}


def test_turns_of_skipped_frames_are_taken_at_once() -> None:
    turns = Turns(2)

    assert len(turns.choose(_standing(5), rounds=2)) == 4
    assert len(turns.choose(_standing(5))) == 2


@given(st.integers(1, 4), st.integers(1, 5))
def test_whoever_had_a_turn_is_left_alone_for_as_long_as_is_said(people: int, least_wait: int) -> None:
    turns = Turns(people, least_wait=least_wait)

    chosen = [turns.choose(_standing(people)) for _ in range(2 * least_wait + 2)]

    everyone, nobody = tuple(range(people)), ()
    assert [tuple(sorted(each)) for each in chosen] == [everyone, *[nobody] * least_wait] * 2
