"""The mean length of a queue is the sum of what each person stood in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.features.measurement import measure
from edge_node.features.queue_length import contribution
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

PLAN = plan(tasks(BUNDLE)[TaskId("queue_length.hour.site")], site(), BUNDLE.chain.layout)
UNIT_S = PLAN.task.unit_size


def units(*visits: Visit) -> int:
    return int(contribution(journey(0, 60, visits=visits), PLAN).sum())


def test_a_minute_in_the_queue_is_three_units() -> None:
    assert units(Visit("z7", 1000.0, 60)) == 3


def test_two_stays_in_one_queue_add_up() -> None:
    assert units(Visit("z7", 1000.0, 60), Visit("z7", 1100.0, 40)) == 5


def test_somewhere_else_nobody_queues() -> None:
    assert units(Visit("z1", 1000.0, 60)) == 0


def test_a_long_wait_is_capped_at_the_bound() -> None:
    long = journey(0, 60, visits=[Visit("z7", 1000.0, 1200)])

    assert measure(long, PLAN).sum() == PLAN.task.bound.max_per_cell


@given(start_s=st.floats(1e9, 1e9 + 1000), length_s=st.floats(5, 1200))
def test_a_stay_counts_its_length_to_within_one_unit(start_s: float, length_s: float) -> None:
    assert abs(units(Visit("z7", start_s, length_s)) - length_s / UNIT_S) < 1


def test_on_average_nothing_is_lost_to_rounding() -> None:
    rng = np.random.default_rng(1)
    stays = [Visit("z7", float(rng.uniform(0, 1e6)), 47.0) for _ in range(20_000)]

    mean = np.mean([units(stay) for stay in stays])

    # a stay counts 2 or 3 units; 6 σ of the mean of 20,000 is 0.021 at most: false alarm under 1e-8
    assert mean == pytest.approx(47.0 / UNIT_S, abs=0.021)
