"""How often hands go into shelves, by hand on a person of whom all is known."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from edge_node.hand_sight import as_measured
from edge_node.simulation.floor_in_view import as_seen
from edge_node.simulation.movement import Act, Movement
from edge_node.site import Site
from tests.benchmarks.drawn_line import Clip, site_of
from tests.benchmarks.reach_rates import Rates, rates_of

BEGINS_S = datetime(2026, 11, 20, 10, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def site() -> Site:
    made = Clip("boutique-shelf", "calm", 41, 2.0).staged
    return site_of(made, as_seen(made.view.shop, made.scene.camera))


def standing(x_m: float, *acts: Act) -> Movement:
    return Movement(
        person=0,
        group=0,
        kind="visitor",
        t_s=BEGINS_S + np.array([0.0, 10.0]),
        xy_m=np.array([[x_m, 5.0], [x_m, 5.0]]),
        acts=acts,
        entered_s=None,
        left_s=None,
        stature_m=1.7,
    )


def test_time_at_the_shelf_is_told_by_where_the_hand_is(site: Site) -> None:
    (shelf,) = as_measured(site).shelf_names
    hold = Act("hold", BEGINS_S + 4.0, BEGINS_S + 6.0, math.pi, shelf, "left", 1.2)

    rates = rates_of(standing(1.0, hold), site, (BEGINS_S, BEGINS_S + 10.0))

    assert rates == Rates(holds=1, in_s=2.0, out_s=8.0)


def test_who_stands_out_of_reach_is_not_at_the_shelf(site: Site) -> None:
    assert rates_of(standing(3.0), site, (BEGINS_S, BEGINS_S + 10.0)) == Rates()


def test_rates_are_those_of_changes() -> None:
    assert Rates(holds=4, in_s=10.0, out_s=200.0).as_rows() == {
        "holds": 4,
        "goes_in_hz": 0.02,
        "comes_out_hz": 0.4,
    }
