"""The heatmap counts time per square."""

import numpy as np

from edge_node.features.heatmap import contribution
from edge_node.observations import Journey, Track, TrackId
from edge_node.vector_plan import plan
from policies.tasks import tasks
from privacy.sensitivity import obeys
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

TASK = tasks(BUNDLE)[TaskId("heatmap.week.site")]
PLAN = plan(TASK, site(), BUNDLE.chain.layout)


def standing(x_m: float, y_m: float, length_s: float) -> Journey:
    t_s = np.array([1000.0, 1000.0 + length_s])
    xy_m = np.full((2, 2), (x_m, y_m), dtype=np.float32)
    return Journey(Track(TrackId(1), 1000.0, t_s, xy_m), (), ())


def test_standing_still_counts_in_one_square() -> None:
    vector = contribution(standing(3.0, 1.0, 60), PLAN)

    assert {PLAN.cells[at].part: int(vector[at]) for at in np.flatnonzero(vector)} == {"1,0": 6}


def test_the_first_square_lies_south_west_and_rows_go_north() -> None:
    assert int(np.argmax(contribution(standing(19.9, 9.9, 60), PLAN))) == len(PLAN.cells) - 1
    assert int(np.argmax(contribution(standing(0.0, 2.0, 60), PLAN))) == 10


def test_steps_off_the_grid_count_nowhere() -> None:
    outside = [(-0.1, 1), (20.0, 1), (1, -0.1), (1, 10.0), (float("nan"), 1), (float("inf"), 1)]

    assert not any(contribution(standing(x, y, 60), PLAN).any() for x, y in outside)


def test_a_heavy_journey_is_thinned_to_its_bound() -> None:
    vector = contribution(journey(1000.0, 1799, seed=3), PLAN)

    assert obeys(vector, TASK.bound)


def test_thinning_keeps_the_shape_of_the_way() -> None:
    t_s = np.array([0.0, 600.0, 600.1, 1800.0])
    xy_m = np.array([[1, 1], [1, 1], [9, 1], [9, 1]], dtype=np.float32)

    vector = contribution(Journey(Track(TrackId(1), 0.0, t_s, xy_m), (), ()), PLAN)

    assert 1.6 <= vector[4] / vector[0] <= 2.6


def test_a_bound_of_one_leaves_at_most_one_unit() -> None:
    bound = TASK.bound.model_copy(update={"l2_squared": 1})
    planned = plan(TASK.model_copy(update={"bound": bound}), site(), BUNDLE.chain.layout)

    assert contribution(journey(1000.0, 1799, seed=3), planned).sum() <= 1


def test_a_site_without_grid_has_no_heatmap() -> None:
    planned = plan(TASK, site(with_grid=False), BUNDLE.chain.layout)

    assert contribution(standing(1, 1, 60), planned).size == 0
