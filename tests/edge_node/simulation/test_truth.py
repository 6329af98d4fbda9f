import json
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from edge_node.simulation.movement import Act, Movement, positions
from edge_node.simulation.plans import PLANS, boutique
from edge_node.simulation.shop import Box
from edge_node.simulation.shoppers import simulate_day
from edge_node.simulation.truth import stays_in, truth_of

BOX = Box(0.0, 0.0, 2.0, 2.0)


def _movement(
    knots: list[tuple[float, float, float]], person: int = 0, acts: tuple[Act, ...] = ()
) -> Movement:
    table = np.array(knots)
    return Movement(person, person, "visitor", table[:, 0], table[:, 1:], acts, 3600.5, 7300.0, 1.7)


def test_a_straight_way_through_a_zone_is_cut_at_its_edges() -> None:
    walk = _movement([(0.0, -1.0, 1.0), (4.0, 3.0, 1.0)])

    stays = list(stays_in("z", BOX, [walk]))

    assert [(stay.from_s, stay.until_s) for stay in stays] == [(1.0, 3.0)]


def test_knots_inside_do_not_cut_a_stay() -> None:
    walk = _movement([(0.0, 1.0, 1.0), (5.0, 1.0, 1.0), (6.0, 1.5, 1.0), (7.0, 5.0, 1.0)])

    stays = list(stays_in("z", BOX, [walk]))

    assert len(stays) == 1
    assert stays[0].length_s == pytest.approx(6.0 + 0.5 / 3.5)


def test_coming_back_is_a_second_stay_and_people_are_kept_apart() -> None:
    there_and_back = [(0.0, 1.0, 1.0), (4.0, 5.0, 1.0), (8.0, 1.0, 1.0)]

    stays = list(
        stays_in("z", BOX, [_movement(there_and_back), _movement([(9.0, 1.0, 1.0), (10.0, 1.0, 1.0)], 1)])
    )

    assert [stay.person for stay in stays] == [0, 0, 1]


def test_passing_beside_a_zone_is_no_stay() -> None:
    assert list(stays_in("z", BOX, [_movement([(0.0, -1.0, 3.0), (4.0, 3.0, 3.0)])])) == []
    assert list(stays_in("z", BOX, [])) == []


def test_crossings_are_counted_in_their_hour() -> None:
    truth = truth_of(boutique(), date(1970, 1, 1), [_movement([(0.0, 1.0, 1.0), (1.0, 1.0, 1.0)])], ())

    assert [(hour.hour, hour.entered, hour.left) for hour in truth.lines] == [(1, 1, 0), (2, 0, 1)]
    assert truth.person_seconds(3600.0, 7200.0) == pytest.approx(3599.5)


def test_a_reach_lasts_until_the_arm_is_back() -> None:
    acts = (
        Act("reach", 1.0, 2.0, 0.0, "shelf", "left", 1.0),
        Act("hold", 2.0, 3.0, 0.0, "shelf", "left", 1.0),
        Act("retract", 3.0, 4.5, 0.0, "shelf", "left", 1.0),
    )

    truth = truth_of(
        boutique(), date(1970, 1, 1), [_movement([(0.0, 1.0, 1.0), (9.0, 1.0, 1.0)], 0, acts)], ()
    )

    assert [(r.shelf, r.hand, r.from_s, r.until_s) for r in truth.reaches] == [("shelf", "left", 1.0, 4.5)]


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_stays_agree_with_positions(kind: str) -> None:
    shop = PLANS[kind]()
    day = simulate_day(shop, date(2026, 11, 3), ZoneInfo("UTC"), 40, np.random.default_rng(4))
    zones = {zone.name: zone.box for zone in shop.zones}
    people = {movement.person: movement for movement in day.movements}

    for stay in day.truth.stays:
        within = np.linspace(stay.from_s, stay.until_s, 7)
        box = zones[stay.zone].grown(1e-6)
        assert all(box.holds(x, y) for x, y in positions(people[stay.person], within))


def test_reaches_happen_where_the_shelf_can_be_reached() -> None:
    shop = PLANS["grocery"]()
    day = simulate_day(shop, date(2026, 11, 3), ZoneInfo("UTC"), 40, np.random.default_rng(4))
    boxes = {shelf.name: shelf.box for shelf in shop.shelves}
    people = {movement.person: movement for movement in day.movements}

    assert day.truth.reaches
    for reach in day.truth.reaches:
        (at,) = positions(people[reach.person], np.array([reach.from_s]))
        assert boxes[reach.shelf].grown(0.6).holds(*at)


def test_json_carries_the_totals() -> None:
    day = simulate_day(boutique(), date(2026, 11, 3), ZoneInfo("UTC"), 20, np.random.default_rng(4))

    document = json.loads(day.truth.to_json())

    assert document["entries"] == day.truth.entries
    assert len(document["people"]) == len(day.movements)
    totals = {total.zone: total for total in day.truth.zone_totals()}
    assert sum(t.visits for t in totals.values()) == sum(stay.length_s >= 5 for stay in day.truth.stays)
