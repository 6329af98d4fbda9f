from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.observations import NO_SHELF, NOT_LOOKED, Track, TrackId
from edge_node.zones.shelf import CARRY_S, GAP_S, MIN_REACH_S, reaches_of

NAMES = ("bread", "milk")
BREAD, MILK = 0, 1
STEP_S = 0.125


def track(hand_at: list[int], step_s: float = STEP_S) -> Track:
    points = len(hand_at)
    return Track(
        TrackId(1),
        0.0,
        np.arange(points) * step_s,
        np.zeros((points, 2), np.float32),
        hand_at=np.array(hand_at, np.int8),
    )


def reaches(hand_at: list[int], step_s: float = STEP_S) -> list[tuple[str, float, float]]:
    found = reaches_of(track(hand_at, step_s), NAMES)
    return [(reach.shelf, reach.started_at_s, reach.ended_at_s) for reach in found]


def at_speed(speed_m_s: float) -> Track:
    standing = track([BREAD] * 16)
    walk = np.column_stack((standing.t_s * speed_m_s, standing.t_s * 0)).astype(np.float32)
    return replace(standing, floor_xy_m=walk)


def test_a_reach_lasts_from_half_way_in_to_half_way_out() -> None:
    assert reaches([NO_SHELF, MILK, MILK, MILK, NO_SHELF], step_s=0.5) == [("milk", 0.25, 1.75)]


def test_a_track_without_hands_reaches_nowhere() -> None:
    bare = Track(TrackId(1), 0.0, np.arange(4.0), np.zeros((4, 2), np.float32))

    assert reaches_of(bare, NAMES) == ()


def test_a_moment_is_a_flicker() -> None:
    assert reaches([NO_SHELF, BREAD, BREAD, NO_SHELF]) == []


def test_one_look_among_few_is_a_reach() -> None:
    seldom = [NO_SHELF, *[NOT_LOOKED] * 3, BREAD, *[NOT_LOOKED] * 3, NO_SHELF]

    assert reaches(seldom) == [("bread", 0.25, 0.75)]


def test_who_walks_past_has_a_hand_in_no_shelf() -> None:
    assert reaches_of(at_speed(1.0), NAMES) == ()


def test_who_moves_on_along_the_shelf_has_a_hand_in_it() -> None:
    assert [reach.shelf for reach in reaches_of(at_speed(0.6), NAMES)] == ["bread"]


def test_a_short_way_out_does_not_end_a_reach() -> None:
    out = int(GAP_S / STEP_S) - 2

    assert len(reaches([*[BREAD] * 8, *[NO_SHELF] * out, *[BREAD] * 8])) == 1


def test_a_long_way_out_makes_two_reaches() -> None:
    out = int(GAP_S / STEP_S) + 2

    assert len(reaches([*[BREAD] * 8, *[NO_SHELF] * out, *[BREAD] * 8])) == 2


def test_a_glance_at_the_next_shelf_changes_nothing() -> None:
    found = reaches([*[BREAD] * 8, MILK, MILK, *[BREAD] * 8])

    assert [shelf for shelf, _, _ in found] == ["bread"]


def test_frames_without_a_look_carry_the_state_for_a_while() -> None:
    every_fourth = [BREAD if k % 4 == 0 else NOT_LOOKED for k in range(17)]

    assert reaches(every_fourth) == [("bread", 0.0, 2.0)]


def test_frames_without_a_look_do_not_carry_it_for_ever() -> None:
    ((_, _, ended_at_s),) = reaches([BREAD, BREAD, BREAD, *[NOT_LOOKED] * 80, NO_SHELF])

    assert ended_at_s == pytest.approx(2 * STEP_S + CARRY_S)


def test_a_hand_in_a_shelf_that_is_no_longer_there_is_left_out() -> None:
    assert reaches([5] * 20) == []


@pytest.mark.parametrize("step_s", [0.05, 0.1, 0.2, 0.5])
def test_length_does_not_depend_on_the_frame_rate(step_s: float) -> None:
    inside = round(3.0 / step_s)

    ((_, started_at_s, ended_at_s),) = reaches([NO_SHELF, *[MILK] * inside, NO_SHELF], step_s)

    assert ended_at_s - started_at_s == pytest.approx(3.0, abs=0.01)


STATES = st.lists(st.sampled_from([NOT_LOOKED, NO_SHELF, BREAD, MILK]), max_size=80)


@given(STATES, st.sampled_from([0.1, 0.125, 0.4, 1.5]))
def test_reaches_lie_within_the_track_and_do_not_overlap(hand_at: list[int], step_s: float) -> None:
    found = reaches(hand_at, step_s)

    for name in NAMES:
        spans = [(start_s, end_s) for shelf, start_s, end_s in found if shelf == name]
        edges = [0.0, *(edge for span in spans for edge in span), max(len(hand_at) - 1, 0) * step_s]
        assert edges == sorted(edges)
        assert all(end_s - start_s >= MIN_REACH_S for start_s, end_s in spans)


@given(STATES)
def test_frames_without_a_look_at_either_end_change_nothing(hand_at: list[int]) -> None:
    longer = [*hand_at, *[NOT_LOOKED] * 3]

    assert reaches(longer) == reaches(hand_at)


@given(STATES)
def test_time_mirrored_gives_the_same_reaches_mirrored(hand_at: list[int]) -> None:
    end_s = max(len(hand_at) - 1, 0) * STEP_S

    mirrored = [(shelf, end_s - until_s, end_s - from_s) for shelf, from_s, until_s in reaches(hand_at[::-1])]

    assert sorted(mirrored) == sorted(reaches(hand_at))
