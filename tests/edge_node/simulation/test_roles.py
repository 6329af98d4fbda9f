import itertools

import numpy as np

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.paths import network
from edge_node.simulation.roles import ABREAST_S, Cast, aisle_shoppers, door_visitors, staff_at, till_buyers
from edge_node.simulation.views import VIEWS, camera_of, is_seen


def _cast(name: str, seed: int = 3) -> Cast:
    view = VIEWS[name]
    return Cast(view.shop, camera_of(view, EVERYDAY), EVERYDAY, (1000.0, 1200.0), np.random.default_rng(seed))


def test_stops_are_wholly_in_the_picture() -> None:
    cast = _cast("boutique-aisle")
    places = network(cast.shop).places

    stops = [stop for zone in cast.ways.stops_by_zone.values() for stop in zone]

    assert stops
    assert all(is_seen(cast.camera, places[stop].x_m, places[stop].y_m, whole=True) for stop in stops)


def test_companions_share_their_group_and_follow_each_other() -> None:
    players = door_visitors(_cast("boutique-door"))

    groups: dict[int, list[float]] = {}
    for player in players:
        groups.setdefault(player.group, []).append(player.walk.t_s[0])
    assert max(len(starts) for starts in groups.values()) >= 2
    assert all(np.allclose(np.diff(sorted(starts)), ABREAST_S) for starts in groups.values())


def test_nobody_stands_where_another_one_stands() -> None:
    cast = _cast("boutique-aisle")
    aisle_shoppers(cast)

    stands = sorted(cast.taken, key=lambda stand: stand[2])
    clashes = sum(
        abs(a[0] - b[0]) < 0.3 and abs(a[1] - b[1]) < 0.3 and a[3] > b[2] and a is not b
        for index, a in enumerate(stands)
        for b in stands[index + 1 :]
    )
    assert len(stands) > 20
    assert clashes <= 0.1 * len(stands)


def test_buyers_are_served_one_after_the_other() -> None:
    waits = sorted((p.wait for p in till_buyers(_cast("grocery-till")) if p.wait), key=lambda w: w.served_s)

    assert len(waits) >= 6
    assert all(earlier.paid_s <= later.served_s for earlier, later in itertools.pairwise(waits))


def test_staff_are_there_all_the_time() -> None:
    (clerk,) = staff_at(_cast("grocery-till"), "till")

    assert clerk.kind == "staff"
    assert clerk.walk.t_s[0] <= 1000.0
    assert clerk.walk.t_s[-1] >= 1200.0
