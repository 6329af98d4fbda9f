"""Who plays in a staged clip: visitors at the door, shoppers in an aisle, buyers at the till, staff."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from edge_node.scene import SceneCamera
from edge_node.simulation.difficulty import Difficulty
from edge_node.simulation.grounding import (
    GROUP_SIZE_SHARE,
    INDOOR_SPEED_M_S,
    SERVICE_LOG_SD,
    SERVICE_S,
    STOP_BOUNDS_S,
    STREET_SPEED_M_S,
    TURN_ROUND_SHARE,
)
from edge_node.simulation.itinerary import Walk, plan_stops, shop_around
from edge_node.simulation.movement import Kind
from edge_node.simulation.paths import Network, Place, network
from edge_node.simulation.queueing import Wait, serve
from edge_node.simulation.shop import Shop
from edge_node.simulation.views import Purpose, hidden_places, is_seen

IN_SHARE, OUT_SHARE = 0.45, 0.35
"""Of those in front of a door camera; the others pass by. A choice."""
STOPS_IN_VIEW = 2
"""Mean number of stops that a shopper makes in front of an aisle camera. A choice."""
FARTHEST_M = 12.0
"""No camera sees further along the street than this beyond its last place."""
ABREAST_S = 0.4
"""People of a group walk beside each other, this much apart in time: 0.4 m along their way, 0.8 m aside.
Source: ETH seq_eth and seq_hotel, groups on the move, medians 0.39 and 0.77 m."""
_FIRST_SPREAD_S = 40.0
_RUSH_S = 10.0
_PAUSE_S = 2.0
_TRIES = 12
_ELBOW_ROOM_M = 0.45
_STAFF_STANDS_S = (15.0, 60.0)
_STAFF_ASIDE_M = 0.5
"""How far from a place on the plan they stand, along x and y."""


@dataclass(frozen=True, slots=True)
class Player:
    """One person's part."""

    group: int
    kind: Kind
    walk: Walk
    pushes: bool = False
    wait: Wait | None = None


@dataclass(frozen=True)
class Cast:
    """What every part is made from."""

    shop: Shop
    camera: SceneCamera
    difficulty: Difficulty
    period_s: tuple[float, float]
    """Unix seconds from which and until which people move about."""
    rng: np.random.Generator
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Places at shelves that are taken: x, y, from, until."""

    @cached_property
    def ways(self) -> Network:
        """The shop's network with only those stops that are wholly in the picture."""
        ways = network(self.shop)
        seen = {
            zone: tuple(stop for stop in stops if self._is_whole(stop))
            for zone, stops in ways.stops_by_zone.items()
        }
        return replace(ways, stops_by_zone={zone: stops for zone, stops in seen.items() if stops})

    @cached_property
    def hidden(self) -> tuple[int, ...]:
        """Places inside the shop that the camera does not see, the nearest first."""
        return hidden_places(self.shop, self.camera)[:8]

    def _is_whole(self, stop: int) -> bool:
        place = network(self.shop).places[stop]
        return is_seen(self.camera, place.x_m, place.y_m, whole=True)

    def hidden_place(self) -> int:
        """Draw one of the hidden places."""
        return self.hidden[int(self.rng.integers(len(self.hidden)))]

    def walk(self, start_s: float, place: int) -> Walk:
        """Return a walk that begins at the place, at paces as measured."""
        indoor = float(INDOOR_SPEED_M_S.draw(self.rng, 1)[0])
        return Walk(self.ways, start_s, place, indoor, float(STREET_SPEED_M_S.draw(self.rng, 1)[0]))

    def pushes(self) -> bool:
        """Draw whether somebody has a trolley."""
        return bool(self.rng.random() < self.difficulty.trolley_share)


def door_visitors(cast: Cast) -> list[Player]:
    """Return groups that come in, go out, turn round on the step or pass by."""
    return _in_slots(cast, _at_the_door, cast.difficulty.people)


def aisle_shoppers(cast: Cast) -> list[Player]:
    """Return groups that walk in, stop at shelves, reach into them and walk on."""
    return _in_slots(cast, _in_the_aisle, cast.difficulty.people)


def till_buyers(cast: Cast) -> list[Player]:
    """Return buyers who queue and pay as fast as the till takes them, and others who walk past.

    Half of the people are in the queue from the beginning, at most one more than it has slots.
    """
    rng, (from_s, until_s) = cast.rng, cast.period_s
    queueing = min((cast.difficulty.people + 1) // 2, cast.shop.till.queue_slots + 1)
    service_s = float(SERVICE_S[1] * np.exp(SERVICE_LOG_SD**2 / 2))
    first_s = from_s + np.sort(rng.uniform(0.0, _RUSH_S, queueing))
    later_s = np.arange(from_s + _RUSH_S, until_s, service_s)
    starts_s = np.concatenate([first_s, later_s + rng.uniform(0.0, service_s, len(later_s))]).tolist()
    walks = {number: cast.walk(start_s, cast.hidden_place()) for number, start_s in enumerate(starts_s)}
    waits = {wait.person: wait for wait in serve(walks, 1, rng)}
    players = []
    for number, walk in walks.items():
        walk.go(cast.hidden_place(), walk.indoor_m_s)
        players.append(Player(number, "visitor", walk, cast.pushes(), waits[number]))
    through = _in_slots(cast, _through, max(1, cast.difficulty.people - queueing))
    return players + [replace(player, group=player.group + len(players)) for player in through]


def staff_at(cast: Cast, purpose: Purpose) -> list[Player]:
    """Return the people who work there: they stand about, fill shelves, and never count as visitors."""
    players = []
    for number in range(cast.difficulty.staff):
        walk = cast.walk(cast.period_s[0], cast.hidden_place())
        while walk.now_s < cast.period_s[1]:
            if purpose == "aisle":
                shop_around(
                    walk, plan_stops(cast.shop, cast.ways, 2, cast.rng), 0, cast.period_s[1], cast.rng
                )
            else:
                lanes = cast.ways.door_in if purpose == "door" else cast.ways.queue[-1:]
                walk.go(lanes[(number - 1) % len(lanes)], walk.indoor_m_s)
                x_m, y_m = walk.xy_m[-1]
                aside, ahead = cast.rng.uniform(-_STAFF_ASIDE_M, _STAFF_ASIDE_M, 2).tolist()
                walk.go_straight(x_m + aside, y_m + ahead, walk.indoor_m_s)
                walk.stand(float(cast.rng.uniform(*_STAFF_STANDS_S)))
            walk.go(cast.hidden_place(), walk.indoor_m_s)
            walk.stand(float(cast.rng.uniform(*_STAFF_STANDS_S)))
        players.append(Player(-1 - number, "staff", walk))
    return players


Make = Callable[[Cast, float, int], list[tuple[Kind, Walk]]]
"""Takes the cast, a start and a group size to what each of the group does."""


def _in_slots(cast: Cast, make: Make, people: int) -> list[Player]:
    """Return groups one after another in so many slots that about as many people are there as wanted."""
    sizes = np.arange(1, len(GROUP_SIZE_SHARE) + 1)
    slots = max(1, round(people / float(sizes @ np.array(GROUP_SIZE_SHARE))))
    players: list[Player] = []
    group = 0
    for _ in range(slots):
        now_s = cast.period_s[0] - _PAUSE_S - float(cast.rng.uniform(0.0, _FIRST_SPREAD_S))
        while now_s < cast.period_s[1]:
            size = int(cast.rng.choice(sizes, p=GROUP_SIZE_SHARE))
            parts = make(cast, now_s, size)
            trolley = cast.pushes()
            players += [Player(group, kind, walk, trolley and n == 0) for n, (kind, walk) in enumerate(parts)]
            group += 1
            now_s = max(walk.now_s for _, walk in parts) + float(cast.rng.exponential(_PAUSE_S))
    return players


def _at_the_door(cast: Cast, start_s: float, size: int) -> list[tuple[Kind, Walk]]:
    """Return a group that comes in, goes out, turns round on the step or passes by, side by side."""
    rng, draw = cast.rng, float(cast.rng.random())
    lane, street = (int(rng.integers(len(lanes))) for lanes in (cast.ways.door_in, cast.ways.west))
    ends = (cast.ways.west, cast.ways.east)
    here, there = ends if rng.random() < 0.5 else ends[::-1]
    inside = int(rng.integers(len(cast.hidden)))
    stays_s = 1.0 + 3.0 * float(rng.random()) if rng.random() < TURN_ROUND_SHARE else None
    first = cast.walk(start_s, cast.hidden[inside] if draw < OUT_SHARE else here[street])
    parts: list[tuple[Kind, Walk]] = []
    for number in range(size):
        end, other = here[(street + number) % len(here)], there[(street + number) % len(there)]
        goal = cast.hidden[(inside + number) % len(cast.hidden)]
        way = (lane + number) % len(cast.ways.door_in)
        place = goal if draw < OUT_SHARE else end
        walk = replace(first, place=place, now_s=start_s + number * ABREAST_S, t_s=[], xy_m=[], acts=[])
        if draw < OUT_SHARE:
            walk.leave(way, end)
            _onward(cast, walk, end)
            parts.append(("visitor", walk))
            continue
        _from_afar(cast, walk, end)
        if draw >= OUT_SHARE + IN_SHARE:
            walk.go(other, walk.street_m_s)
            _onward(cast, walk, other)
            parts.append(("pass_by", walk))
            continue
        parts.append((_come_in(cast, walk, way, goal, end, stays_s), walk))
    return parts


def _come_in(cast: Cast, walk: Walk, way: int, goal: int, end: int, stays_s: float | None) -> Kind:
    """Let the walk come in and go on to the goal; with stays_s it turns round after so long."""
    walk.enter(way)
    if stays_s is None:
        walk.go(goal, walk.indoor_m_s)
        return "visitor"
    walk.stand(stays_s)
    walk.leave(way, end)
    _onward(cast, walk, end)
    return "turned_round"


def _from_afar(cast: Cast, walk: Walk, end: int) -> None:
    """Let the walk begin where the camera does not see the street, not at its last place."""
    place = cast.ways.places[end]
    walk.t_s[0], walk.xy_m[0] = walk.now_s, _out_of_sight(cast, place)
    walk.go_straight(place.x_m, place.y_m, walk.street_m_s)


def _onward(cast: Cast, walk: Walk, end: int) -> None:
    """Let the walk go on along the street until the camera does not see it."""
    walk.go_straight(*_out_of_sight(cast, cast.ways.places[end]), walk.street_m_s)


def _out_of_sight(cast: Cast, place: Place) -> tuple[float, float]:
    away = -1.0 if place.x_m < cast.shop.width_m / 2 else 1.0
    steps = np.arange(0.0, FARTHEST_M, 0.5).tolist()
    far_m = next((s for s in steps if not is_seen(cast.camera, place.x_m + away * s, place.y_m)), FARTHEST_M)
    return place.x_m + away * max(far_m, 0.1), place.y_m


def _in_the_aisle(cast: Cast, start_s: float, size: int) -> list[tuple[Kind, Walk]]:
    """Return a group whose stops nobody else stands at; after some tries they come later."""
    parts: list[tuple[Kind, Walk]] = []
    for attempt in range(_TRIES):
        begins_s = start_s + attempt * _PAUSE_S
        first = cast.walk(begins_s, cast.hidden_place())
        leaves = cast.hidden_place()
        stops = plan_stops(cast.shop, cast.ways, 1 + int(cast.rng.poisson(STOPS_IN_VIEW - 1)), cast.rng)
        parts, stands = [], []
        for number in range(size):
            walk = replace(first, now_s=begins_s + number * ABREAST_S, t_s=[], xy_m=[], acts=[])
            shop_around(walk, stops, number, begins_s + 10 * STOP_BOUNDS_S[1], cast.rng)
            stands += _stands(walk)
            walk.go(leaves, walk.indoor_m_s)
            parts.append(("visitor", walk))
        if not any(_meet(one, other) for one in stands for other in cast.taken):
            break
    cast.taken.extend(stands)
    return parts


def _through(cast: Cast, start_s: float, size: int) -> list[tuple[Kind, Walk]]:
    """Return a group that only walks past."""
    first, goal = cast.walk(start_s, cast.hidden[0]), cast.hidden[-1]
    parts: list[tuple[Kind, Walk]] = []
    for number in range(size):
        walk = replace(first, now_s=start_s + number * ABREAST_S, t_s=[], xy_m=[], acts=[])
        walk.go(goal, walk.indoor_m_s)
        parts.append(("visitor", walk))
    return parts


def _stands(walk: Walk) -> list[tuple[float, float, float, float]]:
    """Return where and when the walk stands at a shelf."""
    table = np.array(walk.xy_m)
    found = []
    for act in walk.acts:
        x_m, y_m = (float(np.interp(act.from_s, walk.t_s, table[:, axis])) for axis in (0, 1))
        found.append((x_m, y_m, act.from_s, act.until_s))
    return found


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    near = abs(one[0] - other[0]) < _ELBOW_ROOM_M and abs(one[1] - other[1]) < _ELBOW_ROOM_M
    return near and one[2] < other[3] and other[2] < one[3]
