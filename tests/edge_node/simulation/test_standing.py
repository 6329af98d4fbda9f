from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.simulation.grounding import STANDING_SPREAD_M
from edge_node.simulation.itinerary import Stop, Walk, shop_around
from edge_node.simulation.movement import Movement, positions
from edge_node.simulation.paths import STAND_OFF_M, network, obstacles
from edge_node.simulation.plans import PLANS
from edge_node.simulation.queueing import serve
from edge_node.simulation.standing import CLEAR_M, HELD_M, with_own_places

PEOPLE = 300
SHOP = PLANS["boutique"]()


def _at_a_shelf(zone: str = "pantry", index: int = 3, reaches: int = 1) -> Movement:
    """Return somebody who walks to a shelf, stays there and walks away."""
    ways = network(SHOP)
    walk = Walk(ways, 0.0, ways.door_in[0], 1.0, 1.0)
    shop_around(walk, [Stop(zone, index, 20.0, reaches)], 0, 1e6, np.random.default_rng(1))
    walk.go(ways.door_in[0], 1.0)
    return walk.finished(0, 0, "visitor", 1.7)


def _at_the_till() -> Movement:
    ways = network(SHOP)
    walk = Walk(ways, 0.0, ways.stops_by_zone["pantry"][0], 1.0, 1.0)
    serve({0: walk}, 1, np.random.default_rng(1))
    return walk.finished(0, 0, "visitor", 1.7)


@cache
def _own(number: int) -> Movement:
    return with_own_places(SHOP, _at_a_shelf(), np.random.default_rng(number))


def _browsing(movement: Movement) -> NDArray[np.float64]:
    at: NDArray[np.float64] = positions(movement, np.array([movement.acts[0].from_s + 1.0]))[0]
    return at


def test_stays_spread_along_the_shelf_as_people_who_stand_do() -> None:
    along_m = np.array([_browsing(_own(number))[1] for number in range(PEOPLE)])

    planned_m = _browsing(_at_a_shelf())[1]
    assert 0.8 * STANDING_SPREAD_M < np.std(along_m) < 1.1 * STANDING_SPREAD_M
    assert abs(along_m.mean() - planned_m) < 0.05


def test_who_reaches_is_at_arms_length() -> None:
    hold = next(act for act in _own(0).acts if act.kind == "hold")
    middle_s = np.array([(hold.from_s + hold.until_s) / 2])

    planned_m = positions(_at_a_shelf(), middle_s)[0, 0]
    assert [positions(_own(n), middle_s)[0, 0] for n in range(20)] == pytest.approx([planned_m] * 20)


def test_who_looks_stands_nearer_or_farther() -> None:
    across_m = np.array([_browsing(_own(number))[0] for number in range(PEOPLE)])

    assert np.std(across_m) > 0.5 * STANDING_SPREAD_M


def test_who_looks_at_what_they_took_holds_it_before_the_shelf() -> None:
    inspect = next(act for act in _own(0).acts if act.kind == "inspect")
    facing = np.array([np.cos(inspect.facing_rad), np.sin(inspect.facing_rad)])
    middle_s = np.array([(inspect.from_s + inspect.until_s) / 2])
    planned = positions(_at_a_shelf(), middle_s)[0]
    nearer_m = np.array([(positions(_own(n), middle_s)[0] - planned) @ facing for n in range(PEOPLE)])

    assert nearer_m.max() == pytest.approx(STAND_OFF_M - HELD_M)
    assert (nearer_m < 0).mean() > 0.3, "who stands farther away stays there"


def test_times_and_acts_stay_as_planned() -> None:
    planned, own = _at_a_shelf(), _own(0)

    assert own.acts == planned.acts
    assert set(planned.t_s.tolist()) <= set(own.t_s.tolist())
    assert (np.diff(own.t_s) > 0).all()


def test_who_does_nothing_anywhere_walks_as_planned() -> None:
    ways = network(SHOP)
    walk = Walk(ways, 0.0, ways.west[0], 1.0, 1.0)
    walk.enter(0)
    walk.stand(3.0)
    walk.leave(0, ways.west[0])
    planned = walk.finished(0, 0, "turned_round", 1.7)

    own = with_own_places(SHOP, planned, np.random.default_rng(1))

    assert (own.xy_m == planned.xy_m).all()
    assert (own.t_s == planned.t_s).all()


@pytest.mark.parametrize("planned", [_at_a_shelf(), _at_the_till()], ids=["at a shelf", "at the till"])
def test_nobody_stands_in_furniture_or_over_the_edge_of_a_zone(planned: Movement) -> None:
    moments = np.array([(act.from_s + act.until_s) / 2 for act in planned.acts])
    before = positions(planned, moments)

    for number in range(50):
        after = positions(with_own_places(SHOP, planned, np.random.default_rng(number)), moments)
        assert not any(
            box.grown(CLEAR_M - 1e-9).holds(x, y) for box in obstacles(SHOP) for x, y in after.tolist()
        )
        for zone in SHOP.zones:
            assert [zone.box.holds(*at) for at in after.tolist()] == [
                zone.box.holds(*at) for at in before.tolist()
            ]


@pytest.mark.parametrize("kind", PLANS)
def test_every_place_that_people_act_at_has_room_for_other_draws(kind: str) -> None:
    shop = PLANS[kind]()
    ways = network(shop)
    stops = [
        (zone, index, stop)
        for zone, numbers in ways.stops_by_zone.items()
        for index, stop in enumerate(numbers)
    ]

    for zone, index, stop in stops:
        walk = Walk(ways, 0.0, stop, 1.0, 1.0)
        shop_around(walk, [Stop(zone, index, 20.0, 0)], 0, 1e6, np.random.default_rng(1))
        planned = walk.finished(0, 0, "visitor", 1.7)
        own = with_own_places(shop, planned, np.random.default_rng(stop))
        assert (own.xy_m[-1] != planned.xy_m[-1]).any(), (zone, planned.xy_m[-1])
