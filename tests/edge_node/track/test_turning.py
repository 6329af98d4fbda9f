"""A corner without slowing down is two people; turning round as people do is one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.track.turning import (
    LEAST_S,
    MIN_SPEED_M_S,
    MOST_ASIDE_M,
    OPPOSITE,
    SIDE_S,
    is_zigzag,
    turned_back_s,
)

T_S = np.arange(0.0, 2.0, 0.125)


def along(x_m: np.ndarray) -> np.ndarray:
    return np.column_stack([x_m, np.zeros_like(x_m)])


BACK = along(1.2 * np.where(T_S < 1.0, T_S, 2.0 - T_S))


def test_a_walk_that_goes_back_at_once_is_parted_at_the_corner() -> None:
    assert turned_back_s(T_S, BACK) == pytest.approx(1.0, abs=0.13)


@pytest.mark.parametrize(
    "way_m",
    [
        along(1.2 * T_S),
        along(np.zeros_like(T_S)),
        along(0.3 * np.where(T_S < 1.0, T_S, 2.0 - T_S)),
        np.column_stack([1.2 * np.minimum(T_S, 1.0), 1.2 * np.maximum(T_S - 1.0, 0.0)]),
        along(0.6 * T_S * (2.0 - T_S)),
    ],
    ids=["straight on", "standing", "swaying", "round a corner", "slowing down and turning"],
)
def test_other_ways_are_one_persons(way_m: np.ndarray) -> None:
    assert turned_back_s(T_S, way_m) is None


def test_what_a_box_jitters_makes_no_corner() -> None:
    rng = np.random.default_rng(3)
    straight = along(1.0 * T_S)

    found = [turned_back_s(T_S, straight + rng.normal(0, 0.08, straight.shape)) for _ in range(200)]

    assert found == [None] * 200


def test_a_corner_is_not_told_before_the_way_back_is_long_enough() -> None:
    early = T_S < 1.35

    assert turned_back_s(T_S[early], BACK[early]) is None


@pytest.mark.parametrize(("later_s", "is_one"), [(0.5, True), (SIDE_S, True), (SIDE_S + 0.1, False)])
def test_two_corners_in_a_moment_are_one_persons(later_s: float, is_one: bool) -> None:
    assert is_zigzag(0.0, later_s) is is_one


def _row_by_row(t_s: np.ndarray, xy_m: np.ndarray) -> float | None:
    """Return the same by one fitted line a side and row."""
    recent = t_s >= t_s[-1] - 2 * SIDE_S
    t_s, xy_m = t_s[recent], xy_m[recent]
    best_m, found_s = MOST_ASIDE_M, None
    for row in range(2, len(t_s) - 2):
        sides = [(t_s[part] - t_s[part].mean(), xy_m[part]) for part in (slice(None, row), slice(row, None))]
        lines = [np.polynomial.polynomial.polyfit(since_s, way_m, 1) for since_s, way_m in sides]
        off_m2 = sum(
            float(((way_m - line[0] - np.outer(since_s, line[1])) ** 2).sum())
            for (since_s, way_m), line in zip(sides, lines, strict=True)
        )
        (before, after), aside_m = (line[1] for line in lines), (off_m2 / len(t_s)) ** 0.5
        speeds = np.hypot(*before), np.hypot(*after)
        is_long = min(t_s[row - 1] - t_s[0], t_s[-1] - t_s[row]) >= LEAST_S
        is_back = before @ after <= OPPOSITE * speeds[0] * speeds[1] and min(speeds) >= MIN_SPEED_M_S
        if is_long and is_back and aside_m < best_m:
            best_m, found_s = aside_m, float(t_s[row])
    return found_s


@given(st.integers(0, 2**32 - 1), st.floats(0.6, 1.4), st.floats(0.7, 1.5), st.floats(0.0, 0.2))
def test_all_rows_at_once_find_the_corner_that_row_by_row_does(
    seed: int, corner_s: float, pace_m_s: float, jitter_m: float
) -> None:
    rng = np.random.default_rng(seed)
    t_s = np.cumsum(rng.uniform(0.05, 0.2, 18))
    way_m = along(pace_m_s * np.where(t_s < corner_s, t_s, 2 * corner_s - t_s))
    way_m = way_m + rng.normal(0, jitter_m, way_m.shape)

    found, expected = turned_back_s(t_s, way_m), _row_by_row(t_s, way_m)

    assert (found is None) == (expected is None)
    assert found == pytest.approx(expected)
