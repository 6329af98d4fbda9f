import numpy as np
import pytest

from edge_node.simulation.grounding import STOP_BOUNDS_S
from edge_node.simulation.itinerary import Stop, Walk, plan_stops, shop_around
from edge_node.simulation.paths import network
from edge_node.simulation.plans import boutique


def _walk(pace_m_s: float = 1.0) -> Walk:
    ways = network(boutique())
    return Walk(ways, 1000.0, ways.west[0], pace_m_s, pace_m_s)


def test_entering_crosses_the_line_half_way_between_the_door_steps() -> None:
    walk = _walk()

    walk.enter(2)

    t_s, y_m = np.array(walk.t_s), np.array(walk.xy_m)[:, 1]
    assert walk.entered_s is not None
    assert np.interp(walk.entered_s, t_s, y_m) == pytest.approx(0.0, abs=1e-9)


def test_leaving_crosses_it_again() -> None:
    walk = _walk()
    walk.enter(2)

    walk.leave(1, walk.network.east[0])

    assert walk.left_s is not None
    assert np.interp(walk.left_s, walk.t_s, np.array(walk.xy_m)[:, 1]) == pytest.approx(0.0, abs=1e-9)


def test_a_hand_goes_out_in_and_back_in_that_order() -> None:
    walk = _walk()
    walk.enter(0)

    shop_around(walk, [Stop("home", 3, 20.0, 2)], 0, 1e9, np.random.default_rng(1))

    hands = [act.kind for act in walk.acts if act.kind != "inspect"]
    assert hands == ["browse", "reach", "hold", "retract", "browse", "reach", "hold", "retract", "browse"]
    assert sum(act.until_s - act.from_s for act in walk.acts if act.kind == "browse") == pytest.approx(20.0)


def test_acts_follow_each_other_without_overlap() -> None:
    walk = _walk()
    walk.enter(0)
    rng = np.random.default_rng(2)

    shop_around(walk, plan_stops(boutique(), walk.network, 8, rng), 1, 1e9, rng)

    ends = [act.until_s for act in walk.acts]
    starts = [act.from_s for act in walk.acts]
    assert all(start >= end - 1e-9 for end, start in zip(ends, starts[1:], strict=False))


def test_no_stop_begins_after_hours() -> None:
    walk = _walk()
    walk.enter(0)

    shop_around(walk, [Stop("home", 0, 10.0, 0)] * 3, 0, walk.now_s - 1.0, np.random.default_rng(3))

    assert walk.acts == []


def test_stops_are_as_long_as_measured_ones() -> None:
    rng = np.random.default_rng(4)

    stops = plan_stops(boutique(), network(boutique()), 5000, rng)

    # The median of a log-normal clipped far from it stays exp(2.342) = 10.4 s; 5,000 draws put the sample
    # median within 15 % except with probability < 1e-6.
    assert np.median([stop.browse_s for stop in stops]) == pytest.approx(10.4, rel=0.15)
    assert all(STOP_BOUNDS_S[0] <= stop.browse_s <= STOP_BOUNDS_S[1] for stop in stops)


def test_zones_with_more_pull_get_more_stops() -> None:
    stops = plan_stops(boutique(), network(boutique()), 5000, np.random.default_rng(5))

    zones = [stop.zone for stop in stops]
    assert zones.count("home") > zones.count("drinks")
    assert "entrance" not in zones
