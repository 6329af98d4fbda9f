"""Seconds become whole units without bias."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.features.instants import count_between, count_of, positions_at
from edge_node.observations import Track, TrackId


def track(first_s: float, last_s: float) -> Track:
    xy_m = np.array([[0.0, 0.0], [10.0, 20.0]], dtype=np.float32)
    return Track(TrackId(1), first_s, np.array([first_s, last_s]), xy_m)


@given(st.floats(1e9, 2e9), st.integers(1, 30))
def test_a_whole_number_of_units_is_counted_exactly(first_s: float, units: int) -> None:
    first_s = round(first_s, 2)

    assert count_of(track(first_s, first_s + 10 * units), 10) == units


def test_the_mean_count_over_all_phases_is_the_length() -> None:
    counts = [count_of(track(1e9 + phase, 1e9 + phase + 3), 10) for phase in np.arange(0, 10, 0.1)]

    assert np.mean(counts) == pytest.approx(0.3, abs=0.011)


@given(st.floats(1e9, 2e9), st.floats(0.5, 1800), st.sampled_from([1, 10, 60]))
def test_there_is_one_position_per_instant(first_s: float, length_s: float, unit_s: int) -> None:
    seen = track(first_s, first_s + length_s)

    assert positions_at(seen, unit_s).shape == (count_of(seen, unit_s), 2)


def test_positions_lie_between_the_points_of_the_track() -> None:
    xy_m = positions_at(track(1000.0, 1010.0), 5)

    assert xy_m.tolist() == [[0.0, 0.0], [5.0, 10.0]]


def test_a_track_without_points_counts_nothing() -> None:
    empty = Track(TrackId(1), 0.0, np.empty(0), np.empty((0, 2), dtype=np.float32))

    assert (count_of(empty, 10), len(positions_at(empty, 10))) == (0, 0)


@pytest.mark.parametrize(
    ("from_s", "until_s", "instants"),
    [(0.0, 20.0, 1), (0.1, 20.0, 0), (0.1, 20.1, 1), (19.9, 40.1, 2), (5.0, 5.0, 0)],
    ids=["from one to the next", "between two", "over the second", "over both", "no time"],
)
def test_the_first_instant_counts_and_the_last_does_not(from_s: float, until_s: float, instants: int) -> None:
    assert count_between(from_s, until_s, 20) == instants
