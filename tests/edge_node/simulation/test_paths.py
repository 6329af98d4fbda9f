from itertools import pairwise

import numpy as np
import pytest

from edge_node.simulation.paths import CLEARANCE_M, Network, network
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import Shop


@pytest.fixture(params=sorted(PLANS))
def shop(request: pytest.FixtureRequest) -> Shop:
    return PLANS[request.param]()


def _points(ways: Network, start: int, goal: int) -> np.ndarray:
    places = [ways.places[place] for place in (start, *ways.way(start, goal))]
    knots = np.array([(place.x_m, place.y_m) for place in places])
    share = np.linspace(0, 1, 20)[:, None]
    return np.concatenate([a + share * (b - a) for a, b in pairwise(knots)])


def test_every_place_is_reached_from_every_other(shop: Shop) -> None:
    assert (network(shop).next_hop >= 0).all()


def test_ways_keep_clear_of_furniture(shop: Shop) -> None:
    ways = network(shop)
    rng = np.random.default_rng(1)

    for start, goal in rng.integers(len(ways.places), size=(200, 2)).tolist():
        if start == goal:
            continue
        points = _points(ways, start, goal)
        for shelf in shop.shelves:
            box = shelf.box.grown(CLEARANCE_M - 0.03)
            assert not any(box.x0_m < x < box.x1_m and box.y0_m < y < box.y1_m for x, y in points)


def test_ways_cross_the_front_wall_only_through_the_door(shop: Shop) -> None:
    ways = network(shop)
    stops = [stop for zone in ways.stops_by_zone.values() for stop in zone]
    west, east = shop.door_x_m

    for goal in stops:
        points = _points(ways, ways.west[0], goal)
        step = int(np.flatnonzero(points[:, 1] > 0)[0])
        assert west < points[step, 0] < east


def test_a_way_is_no_longer_than_over_any_third_place() -> None:
    ways = network(PLANS["boutique"]())
    lengths = _all_lengths(ways)

    over = lengths[:, :, None] + lengths[None, :, :]
    assert (lengths <= over.min(axis=1) + 1e-6).all()


def test_every_selling_zone_has_places_that_face_a_shelf(shop: Shop) -> None:
    ways = network(shop)

    assert set(ways.stops_by_zone) == {zone.name for zone in shop.zones if zone.pull > 0}
    assert all(ways.places[stop].shelf for zone in ways.stops_by_zone.values() for stop in zone)


def test_no_way_is_said_so() -> None:
    ways = network(PLANS["boutique"]())
    cut = np.full_like(ways.next_hop, -1)
    lonely = Network(
        **{name: getattr(ways, name) for name in Network.__slots__ if name != "next_hop"}, next_hop=cut
    )

    with pytest.raises(ValueError, match="no way"):
        lonely.way(0, 1)


def _all_lengths(ways: Network) -> np.ndarray:
    count = len(ways.places)
    lengths = np.zeros((count, count))
    for start in range(count):
        for goal in range(count):
            steps = [ways.places[place] for place in (start, *ways.way(start, goal))]
            lengths[start, goal] = sum(np.hypot(a.x_m - b.x_m, a.y_m - b.y_m) for a, b in pairwise(steps))
    return lengths
