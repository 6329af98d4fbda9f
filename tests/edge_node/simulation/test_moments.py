import numpy as np

from edge_node.simulation.moments import NOWHERE, moments_of
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.plans import boutique
from edge_node.simulation.queueing import Wait

SHOP = boutique()
ZONES = [zone.name for zone in SHOP.zones]
SHELVES = [shelf.name for shelf in SHOP.shelves]


def _movement(acts: tuple[Act, ...] = ()) -> Movement:
    t_s, xy_m = np.array([0.0, 10.0, 20.0]), np.array([[4.0, -1.0], [1.05, 7.0], [1.05, 7.0]])
    return Movement(5, 2, "visitor", t_s, xy_m, acts, 1.0, None, 1.7)


def test_each_moment_says_who_is_where() -> None:
    moments = moments_of(SHOP, [_movement()], (), np.array([-1.0, 0.0, 15.0, 21.0]))

    assert moments.is_there.tolist() == [[False, True, True, False]]
    assert (moments.person.tolist(), moments.group.tolist()) == ([5], [2])
    np.testing.assert_allclose(moments.xy_m[0, 2], [1.05, 7.0])
    street, home = ZONES.index("street"), ZONES.index("home")
    assert moments.zone[0].tolist() == [street, street, home, home]


def test_a_hand_is_in_the_shelf_while_it_is_held_there() -> None:
    acts = (
        Act("reach", 11.0, 12.0, np.pi, "west-wall", "right", 1.0),
        Act("hold", 12.0, 14.0, np.pi, "west-wall", "right", 1.0),
    )

    moments = moments_of(SHOP, [_movement(acts)], (), np.array([11.5, 12.0, 13.9, 14.0]))

    west = SHELVES.index("west-wall")
    assert moments.hand_at[0, :, 1].tolist() == [NOWHERE, west, west, NOWHERE]
    assert (moments.hand_at[0, :, 0] == NOWHERE).all()


def test_a_wait_ends_when_the_till_is_free_and_paying_begins() -> None:
    moments = moments_of(SHOP, [_movement()], (Wait(5, 10.0, 12.0, 15.0),), np.array([9.0, 11.0, 12.0, 15.0]))

    assert moments.queues[0].tolist() == [False, True, False, False]
    assert moments.is_served[0].tolist() == [False, False, True, False]


def test_an_empty_shop_has_moments_too() -> None:
    assert moments_of(SHOP, [], (), np.array([1.0])).xy_m.shape == (0, 1, 2)
