"""The likeliest way of a hand in and out of a shelf."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.track.in_or_out import (
    APART_S,
    BEGINS_IN,
    COMES_OUT_HZ,
    GOES_IN_HZ,
    LONGEST_GAP_S,
    MOST,
    TELLS_HZ,
    is_in,
)

RATE_HZ = 8.0
T_S = np.arange(80) / RATE_HZ


def above(*spans_s: tuple[float, float]) -> np.ndarray:
    """Return looks that speak for a hand in the shelf in the spans, and against one elsewhere."""
    return np.where(np.any([(a <= T_S) & (b > T_S) for a, b in spans_s], axis=0), 1.0, -1.0)


def test_without_a_look_nothing_is_said() -> None:
    assert len(is_in(np.empty(0), np.empty(0))) == 0


def test_a_clear_hold_of_half_a_second_is_found_at_eight_frames_a_second() -> None:
    found = T_S[is_in(T_S, 2.0 * above((4.0, 4.5)))]

    assert (found[0], found[-1]) == pytest.approx((4.0, 4.375))


def test_two_looks_that_follow_each_other_are_no_hold() -> None:
    assert not is_in(T_S, 2.0 * above((4.0, 4.25))).any()


def test_a_contrary_look_parts_no_hold() -> None:
    looks = above((4.0, 7.0))
    looks[44] = -1.0

    assert is_in(T_S, looks)[32:56].all()


def test_one_look_never_says_all_however_sure() -> None:
    looks = np.full(len(T_S), -1.0)
    looks[40] = 1e6

    assert not is_in(T_S, looks).any()


def test_looks_far_apart_count_for_more_than_looks_that_follow_each_other() -> None:
    looks = np.array([-1.2, -1.2, 1.2, 1.2, -1.2, -1.2])

    assert is_in(np.arange(6) * APART_S, looks).any()
    assert not is_in(np.arange(6) / RATE_HZ, looks).any()


def _weight(t_s: np.ndarray, looks: np.ndarray, way: tuple[bool, ...]) -> float:
    """Return how likely a way is, straight from the rates."""
    total = np.log(BEGINS_IN if way[0] else 1 - BEGINS_IN)
    for row, now in enumerate(way):
        gap_s = APART_S if row == 0 else float(t_s[row] - t_s[row - 1])
        if now:
            total += TELLS_HZ * min(gap_s, APART_S) * float(np.clip(looks[row], -MOST, MOST))
        if row:
            rate_hz = COMES_OUT_HZ if way[row - 1] else GOES_IN_HZ
            stays = np.exp(-rate_hz * min(gap_s, LONGEST_GAP_S))
            total += np.log(stays if way[row - 1] == now else 1 - stays)
    return float(total)


@given(st.lists(st.tuples(st.floats(0.05, 2.0), st.floats(-2.0, 2.0)), min_size=1, max_size=8))
def test_no_other_way_is_likelier(steps: list[tuple[float, float]]) -> None:
    t_s, looks = np.cumsum([gap_s for gap_s, _ in steps]), np.array([look for _, look in steps])

    found = tuple(is_in(t_s, looks).tolist())

    best = max(_weight(t_s, looks, way) for way in product((False, True), repeat=len(steps)))
    assert _weight(t_s, looks, found) == pytest.approx(best)
