"""A walk goes on at its ends, as it went there; standing does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.zones.ends import BEYOND_S, with_ends
from edge_node.zones.line import Line, crossing_of

DOOR = Line("door", (0.0, 0.0), (4.0, 0.0))


def walk(from_y_m: float, speed_m_s: float, points: int = 8) -> tuple[np.ndarray, np.ndarray]:
    t_s = 100.0 + 0.25 * np.arange(points)
    return t_s, np.column_stack((np.full(points, 2.0), from_y_m + speed_m_s * (t_s - t_s[0])))


def test_a_walk_goes_on_as_it_went_at_both_ends() -> None:
    t_s, points_m = walk(-2.0, 0.8)

    long_s, long_m = with_ends(t_s, points_m, BEYOND_S)

    assert (long_s[0], long_s[-1]) == pytest.approx((t_s[0] - BEYOND_S, t_s[-1] + BEYOND_S))
    np.testing.assert_allclose(np.diff(long_m[:, 1]) / np.diff(long_s), 0.8)


def test_who_stands_goes_nowhere() -> None:
    t_s, points_m = walk(-0.1, 0.1)

    assert len(with_ends(t_s, points_m, BEYOND_S)[0]) == len(t_s)


def test_too_few_points_say_no_way() -> None:
    t_s, points_m = walk(-0.1, 0.8, points=2)

    assert len(with_ends(t_s, points_m, BEYOND_S)[0]) == 2


def test_a_place_on_the_horizon_is_no_end() -> None:
    t_s, points_m = walk(-2.0, 0.8)
    points_m[-1] = np.nan

    long_s, _ = with_ends(t_s, points_m, BEYOND_S)

    assert long_s[-1] == t_s[-1]


def test_a_walk_in_two_pieces_crosses_once() -> None:
    t_s, points_m = walk(-1.9, 0.8, points=20)
    shows = (points_m[:, 1] < -0.05) | (points_m[:, 1] > 0.15)
    before, after = shows & (points_m[:, 1] < 0), shows & (points_m[:, 1] > 0)

    found = [
        crossing_of(*with_ends(t_s[piece], points_m[piece], BEYOND_S), DOOR) for piece in (before, after)
    ]

    assert sum(crossing is not None for crossing in found) == 1
    assert all(crossing_of(t_s[piece], points_m[piece], DOOR) is None for piece in (before, after))


@given(st.floats(-3, 1), st.floats(-1.5, 1.5), st.floats(0, 1))
def test_walked_backwards_it_is_the_same_way_back(from_y_m: float, speed_m_s: float, beyond_s: float) -> None:
    t_s, points_m = walk(from_y_m, speed_m_s)

    there, back = with_ends(t_s, points_m, beyond_s)[1], with_ends(t_s, points_m[::-1], beyond_s)[1]

    np.testing.assert_allclose(back, there[::-1], atol=1e-9)
