"""A day of simulated shoppers: who came, what each did, what the cameras tracked, and the truth of it."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from edge_node.observations import Track
from edge_node.simulation.arrivals import arrival_times, closing_s, expected_per_hour, group_sizes
from edge_node.simulation.grounding import (
    INDOOR_SPEED_M_S,
    PASS_BY_PER_VISITOR,
    STATURE_M,
    STREET_SPEED_M_S,
    TURN_ROUND_SHARE,
)
from edge_node.simulation.itinerary import Walk, plan_stops, shop_around
from edge_node.simulation.movement import Kind, Movement
from edge_node.simulation.paths import Network, network
from edge_node.simulation.queueing import Wait, clerks_for, serve
from edge_node.simulation.sampling import RATE_HZ, tracks
from edge_node.simulation.shop import Shop
from edge_node.simulation.truth import DayTruth, truth_of

COMPANION_LAG_S = 0.9
"""People of a group come in one behind the other, this far apart."""
_LAST_STOP_S = 120.0
"""Nobody starts another stop this long before closing."""


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """One shop, one local day."""

    tracks: tuple[Track, ...]
    """What the cameras would have tracked, in the order in which the tracks end."""
    truth: DayTruth
    movements: tuple[Movement, ...]
    """What everybody really did; stays in the simulator."""


@dataclass(slots=True)
class _Person:
    group: int
    kind: Kind
    walk: Walk
    leader: int
    """The person of the group who pays, if any."""
    buys: bool


def simulate_day(
    shop: Shop,
    day: date,
    zone: ZoneInfo,
    visitors: float,
    rng: np.random.Generator,
    *,
    with_bodies: bool = False,
) -> SimulatedDay:
    """Return one day of tracks with their truth; the same seed gives the same day, with bodies or without.

    visitors: expected people who come in on an average day of Monday to Saturday; the number is Poisson, and
    weekday and hour shape are applied here. About as many again pass by.
    """
    movements, waits = people_of_day(shop, day, zone, visitors, rng)
    return SimulatedDay(
        tracks=tracks(shop, movements, rng, RATE_HZ, with_bodies=with_bodies),
        truth=truth_of(shop, day, movements, waits),
        movements=movements,
    )


def people_of_day(
    shop: Shop, day: date, zone: ZoneInfo, visitors: float, rng: np.random.Generator
) -> tuple[tuple[Movement, ...], tuple[Wait, ...]]:
    """Return what everybody did that day, and their waits at the till."""
    ways = network(shop)
    people = _come_and_shop(shop, day, zone, visitors, rng)
    buyers = {number: person.walk for number, person in enumerate(people) if person.buys}
    peak = float(expected_per_hour(shop, day, visitors * shop.buys_share).max())
    waits = serve(buyers, clerks_for(peak), rng)
    _go_home(people, ways, rng)
    passers = _pass_by(ways, arrival_times(shop, day, zone, visitors * PASS_BY_PER_VISITOR, rng), rng)
    for walk in passers:
        people.append(_Person(len(people), "pass_by", walk, len(people), buys=False))
    heights = np.clip(rng.standard_normal(len(people)), -2, 2) * STATURE_M[1] + STATURE_M[0]
    movements = tuple(
        person.walk.finished(number, person.group, person.kind, float(heights[number]))
        for number, person in enumerate(people)
    )
    return movements, waits


def _come_and_shop(
    shop: Shop, day: date, zone: ZoneInfo, visitors: float, rng: np.random.Generator
) -> list[_Person]:
    """Let groups arrive, walk in and look round; nobody has queued or left yet."""
    ways = network(shop)
    until_s = closing_s(shop, day, zone) - _LAST_STOP_S
    arrivals = arrival_times(shop, day, zone, visitors, rng)
    people: list[_Person] = []
    first = 0
    for group, size in enumerate(group_sizes(len(arrivals), rng)):
        start_s = float(arrivals[first])
        first += size
        walks = _walk_in(ways, start_s, size, rng)
        turns, buys = rng.random(2) < (TURN_ROUND_SHARE, shop.buys_share)
        leader = len(people)
        stops = plan_stops(shop, ways, 1 + int(rng.poisson(shop.stops_mean - 1)), rng)
        for number, walk in enumerate(walks):
            if turns:
                walk.stand(1.0 + 3.0 * float(rng.random()))
            else:
                shop_around(walk, stops, number, until_s, rng)
            kind: Kind = "turned_round" if turns else "visitor"
            people.append(_Person(group, kind, walk, leader, bool(buys and not turns and number == 0)))
    return people


def _walk_in(ways: Network, start_s: float, size: int, rng: np.random.Generator) -> list[Walk]:
    """Bring one group from the street through one lane of the door."""
    ends = (*ways.west, *ways.east)
    end = ends[int(rng.integers(len(ends)))]
    lane = int(rng.integers(len(ways.door_in)))
    indoor, street = float(INDOOR_SPEED_M_S.draw(rng, 1)[0]), float(STREET_SPEED_M_S.draw(rng, 1)[0])
    walks = []
    for number in range(size):
        walk = Walk(ways, start_s + number * COMPANION_LAG_S, end, indoor, street)
        walk.enter(lane)
        walks.append(walk)
    return walks


def _go_home(people: list[_Person], ways: Network, rng: np.random.Generator) -> None:
    """Companions keep looking until the one who pays has paid; then everybody walks out."""
    ends = (*ways.west, *ways.east)
    draws = rng.random((len(people), 2)).tolist()
    for person, (lane, end) in zip(people, draws, strict=True):
        paid_s = people[person.leader].walk.acts[-1].until_s if people[person.leader].buys else 0.0
        if person.kind == "visitor" and not person.buys and paid_s > person.walk.now_s:
            person.walk.act("browse", paid_s - person.walk.now_s)
            person.walk.stand(0.0)
        person.walk.leave(int(lane * len(ways.door_in)), ends[int(end * len(ends))])


def _pass_by(ways: Network, starts_s: np.ndarray, rng: np.random.Generator) -> list[Walk]:
    """Walk along the street from one end to the other, never through the door."""
    speeds = STREET_SPEED_M_S.draw(rng, len(starts_s)).tolist()
    draws = rng.random((len(starts_s), 2)).tolist()
    walks = []
    for start_s, speed, (side, lane) in zip(starts_s.tolist(), speeds, draws, strict=True):
        number = int(lane * len(ways.west))
        ends = (ways.west[number], ways.east[number])
        start, goal = ends if side < 0.5 else ends[::-1]
        walk = Walk(ways, start_s, start, speed, speed)
        walk.go(goal, speed)
        walks.append(walk)
    return walks
