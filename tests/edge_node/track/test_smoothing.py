import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.track.kalman import begin, correct, predict
from edge_node.track.smoothing import smoothed

T_S = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.6, 1.0, 1.1, 1.2])
"""Unevenly spaced, as cameras are."""


def walk(speed_px_s: float = 50.0, jitter_px: float = 0.0) -> np.ndarray:
    """One person 40 × 120 px walking right, measured with that much jitter sideways."""
    left = 10.0 + speed_px_s * T_S + np.random.default_rng(3).normal(0, 1, len(T_S)) * jitter_px
    return np.column_stack((left, np.full_like(left, 100.0), left + 40.0, np.full_like(left, 220.0)))


def seen_except(*rows: int) -> np.ndarray:
    seen = np.ones(len(T_S), dtype=bool)
    seen[list(rows)] = False
    return seen


def test_the_last_box_is_the_one_of_the_filter() -> None:
    boxes, seen = walk(jitter_px=6.0), seen_except(3, 4)
    motion = begin(boxes[:1])
    for k in range(1, len(T_S)):
        motion = predict(motion, T_S[k] - T_S[k - 1])
        motion = correct(motion, boxes[k : k + 1]) if seen[k] else motion

    found = smoothed(T_S, boxes, seen)

    assert found[-1] == pytest.approx(motion.xyxy_px[0])


def test_jitter_is_halved() -> None:
    t_s = np.arange(100) / 10
    jitter_px = np.random.default_rng(3).normal(0, 6.0, (100, 1))
    boxes = np.array([10.0, 100.0, 50.0, 220.0]) + 50.0 * t_s[:, None]

    found = smoothed(t_s, boxes + jitter_px, np.ones(100, dtype=bool))

    assert np.std(found - boxes) < 0.5 * np.std(jitter_px)


def test_the_middle_does_not_lag() -> None:
    found = smoothed(T_S, walk(), seen_except())

    assert found[3:6] == pytest.approx(walk()[3:6], abs=0.5)


def test_a_gap_is_bridged_at_the_speed_of_both_sides() -> None:
    found = smoothed(T_S, walk(), seen_except(4, 5))

    assert found[4:6] == pytest.approx(walk()[4:6], abs=0.5)


def test_what_was_not_seen_is_not_read() -> None:
    boxes = walk()
    boxes[4] = np.nan

    found = smoothed(T_S, boxes, seen_except(4))

    assert np.isfinite(found).all()


def test_a_single_box_stays_as_it_is() -> None:
    box = walk()[:1]

    assert smoothed(T_S[:1], box, np.array([True])) == pytest.approx(box)


@given(
    right_px=st.floats(-2000, 2000),
    down_px=st.floats(-2000, 2000),
    later_s=st.floats(0, 1e9),
)
def test_where_and_when_make_no_difference(right_px: float, down_px: float, later_s: float) -> None:
    boxes, shift = walk(jitter_px=6.0), np.array([right_px, down_px, right_px, down_px])

    moved = smoothed(T_S + np.floor(later_s), boxes + shift, seen_except(5))

    assert moved - shift == pytest.approx(smoothed(T_S, boxes, seen_except(5)), abs=1e-2)
