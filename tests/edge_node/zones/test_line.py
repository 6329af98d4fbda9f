from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.track.table import read_tracks
from edge_node.zones.line import Line, crossing_of

DOOR = Line("door", (0.0, 0.0), (4.0, 0.0))
"""Walking north through it, west (from) is on the left hand."""


def direction(points: list[tuple[float, float]], line: Line = DOOR, step_s: float = 0.5) -> str | None:
    t_s = np.arange(len(points)) * step_s
    found = crossing_of(t_s, np.array(points, dtype=float), line)
    return None if found is None else found.direction


def path(ys: list[float], x: float = 2.0) -> list[tuple[float, float]]:
    return [(x, y) for y in ys]


def test_walking_over_with_from_on_the_left_hand_is_in() -> None:
    assert direction(path([-2, -1, 1, 2])) == "in"


def test_walking_back_is_out() -> None:
    assert direction(path([2, 1, -1, -2])) == "out"


def test_left_and_right_change_places_where_y_runs_down() -> None:
    line = Line("door", (0.0, 0.0), (4.0, 0.0), is_y_down=True)

    assert direction(path([2, 1, -1, -2]), line) == "in"


def test_coming_and_going_is_nothing() -> None:
    assert direction(path([-2, -1, 1, 2, 1, -1, -2])) is None


def test_coming_going_and_coming_is_one_in() -> None:
    assert direction(path([-2, 2, -2, 2])) == "in"


def test_walking_past_the_end_of_the_line_is_nothing() -> None:
    assert direction(path([-2, -1, 1, 2], x=5.0)) is None


def test_going_round_the_end_and_back_through_is_out() -> None:
    around = [(5.0, -2.0), (5.0, 2.0), (2.0, 2.0), (2.0, -2.0)]

    assert direction(around) == "out"


def test_circling_the_end_many_times_is_still_one() -> None:
    loop = [(5.0, -2.0), (5.0, 2.0), (2.0, 2.0), (2.0, -2.0)]

    assert direction(loop * 3) == "out"


def test_swaying_on_the_threshold_is_nothing() -> None:
    assert direction(path([-2, -1, 0.02, -0.02, 0.03, -1, -2])) is None


def test_stopping_on_the_threshold_is_nothing_yet() -> None:
    assert direction(path([-2, -1, 0.02, 0.03, 0.02])) is None


def test_a_slip_of_one_frame_is_nothing() -> None:
    assert direction(path([-2.0] * 10 + [1.0]), step_s=0.1) is None


@given(st.lists(st.booleans(), min_size=3, max_size=60), st.floats(0.06, 3.0))
def test_single_frames_on_the_other_side_are_never_a_crossing(slips: list[bool], far_m: float) -> None:
    ys = [far_m if slip and k % 3 == 1 else -1.0 for k, slip in enumerate(slips)]

    assert direction(path(ys), step_s=0.1) is None


@given(st.lists(st.tuples(st.floats(4.001, 9.0), st.floats(-3.0, 3.0)), min_size=2, max_size=40))
def test_whoever_never_touches_the_segment_is_never_counted(points: list[tuple[float, float]]) -> None:
    assert direction(points) is None


def test_standing_off_the_line_without_passing_is_nothing() -> None:
    assert direction(path([-2, -1, -0.5, -1])) is None


def test_lingering_within_the_margin_on_both_sides_is_nothing() -> None:
    assert direction(path([-0.02, 0.02, -0.03, 0.03])) is None


def test_the_moment_is_when_the_line_is_passed() -> None:
    found = crossing_of(np.array([10.0, 12.0]), np.array([[2.0, -1.0], [2.0, 3.0]]), DOOR)

    assert found is not None
    assert found.at_s == pytest.approx(10.5)


@given(st.lists(st.floats(-3.0, 3.0).filter(lambda y: abs(y) > 0.06), min_size=2, max_size=40))
def test_an_endless_line_counts_where_one_began_and_ended(ys: list[float]) -> None:
    endless = Line("door", (-1e6, 0.0), (1e6, 0.0))

    expected = None if (ys[0] > 0) == (ys[-1] > 0) else ("in" if ys[-1] > 0 else "out")

    assert direction(path(ys), endless) == expected


STEPS = st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), min_size=2, max_size=20)


@given(STEPS)
def test_walking_the_same_way_backwards_is_the_opposite(steps: list[tuple[int, int]]) -> None:
    points = [(x / 10.0, y / 10.0 + 0.013) for x, y in steps]
    opposite = {"in": "out", "out": "in", None: None}

    assert direction(points[::-1]) == opposite[direction(points)]


def test_a_line_without_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="two different ends"):
        Line("door", (1.0, 1.0), (1.0, 1.0))


@pytest.mark.media
@pytest.mark.parametrize("y_m", [0.0, -0.5])
def test_seventy_five_people_pass_the_bottleneck(data_folder: Path, y_m: float) -> None:
    tracks = read_tracks(data_folder / "trajectories" / "juelich_bottleneck_040_c_56_h.csv.gz")
    line = Line("door", (-5.0, y_m), (5.0, y_m))

    found = [crossing_of(t.t_s, t.floor_xy_m.astype(np.float64), line) for t in tracks]

    assert [c.direction for c in found if c is not None] == ["out"] * 75
