import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.zones.polygon import Zone
from edge_node.zones.presence import visits_of

ZONE = Zone.of("shelf", "grocery", ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)))
IN, NEAR, OUT = 2.0, 4.1, 9.0
"""x of points inside, outside but within the margin, and far outside."""


def visits(xs: list[float], step_s: float = 1.0, zone: Zone = ZONE) -> list[tuple[float, float]]:
    t_s = np.arange(len(xs)) * step_s
    points = np.array([(x, 2.0) for x in xs]).reshape(-1, 2)
    return [(visit.entered_at_s, visit.dwell_s) for visit in visits_of(t_s, points, zone)]


def test_a_stay_lasts_from_half_way_in_to_half_way_out() -> None:
    assert visits([OUT, *[IN] * 10, OUT]) == [(0.5, 10.0)]


def test_a_passing_by_is_no_visit() -> None:
    assert visits([OUT, *[IN] * 4, OUT]) == []


def test_a_short_step_outside_does_not_end_a_stay() -> None:
    assert visits([*[IN] * 6, OUT, *[IN] * 6]) == [(0.0, 12.0)]


def test_a_long_step_outside_makes_two_visits() -> None:
    assert len(visits([*[IN] * 8, OUT, OUT, OUT, *[IN] * 8])) == 2


def test_standing_just_outside_the_edge_is_still_staying() -> None:
    assert visits([*[IN] * 4, *[NEAR] * 4, *[IN] * 4]) == [(0.0, 11.0)]


def test_standing_just_outside_the_edge_is_not_entering() -> None:
    assert visits([OUT, *[NEAR] * 20, OUT]) == []


def test_someone_who_is_inside_all_along_stays_all_along() -> None:
    assert visits([IN] * 11) == [(0.0, 10.0)]


def test_someone_who_never_comes_near_makes_no_visit() -> None:
    assert visits([OUT] * 11) == []


@given(st.lists(st.sampled_from([IN, NEAR, OUT]), min_size=2, max_size=60))
def test_visits_never_overlap_nor_outlast_the_track(xs: list[float]) -> None:
    found = visits(xs)

    ends = [0.0, *(start + dwell for start, dwell in found), float(len(xs) - 1)]
    starts = [start for start, _ in found]
    assert all(dwell >= ZONE.min_dwell_s for _, dwell in found)
    assert all(end <= start for end, start in zip(ends, [*starts, ends[-1]], strict=False))


@pytest.mark.parametrize("step_s", [0.1, 0.5, 1.0])
def test_dwell_does_not_depend_on_the_frame_rate(step_s: float) -> None:
    inside = round(20.0 / step_s)

    ((_, dwell_s),) = visits([OUT, *[IN] * inside, OUT], step_s)

    assert dwell_s == pytest.approx(20.0, abs=0.01)
