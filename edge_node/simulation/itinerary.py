"""The shopper's state machine: walk, stop, browse, reach, hold, retract, inspect, queue, pay, leave.

Semi-Markov: which state follows is drawn from the state, how long it lasts from its own distribution.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from edge_node.simulation.grounding import (
    HAND_IN_SHELF_S,
    INSPECT_S,
    REACH_S,
    RETRACT_S,
    STOP_BOUNDS_S,
    STOP_LOG_MEAN_SD,
)
from edge_node.simulation.movement import Act, ActKind, Hand, Kind, Movement
from edge_node.simulation.paths import Network
from edge_node.simulation.shop import Shop

REACHES_PER_STOP = (0.5, 0.8, 0.95)
"""Cumulative chance of no, at most one, at most two reaches in a stop (the rest: three); a choice."""
INSPECTS_SHARE = 0.55
"""After the arm is back, how often the product is looked at; a choice."""
STAYS_IN_ZONE_SHARE = 0.35
"""How often the next stop is in the same zone; a choice."""


@dataclass(slots=True)
class Walk:
    """One person's way under construction."""

    network: Network
    now_s: float
    place: int
    indoor_m_s: float
    street_m_s: float
    t_s: list[float] = field(default_factory=list)
    xy_m: list[tuple[float, float]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    entered_s: float | None = None
    left_s: float | None = None

    def __post_init__(self) -> None:
        start = self.network.places[self.place]
        self._knot(start.x_m, start.y_m)

    def go(self, goal: int, speed_m_s: float) -> None:
        """Walk the shortest way to the place."""
        for step in self.network.way(self.place, goal):
            place = self.network.places[step]
            self.go_straight(place.x_m, place.y_m, speed_m_s)
        self.place = goal

    def go_straight(self, x_m: float, y_m: float, speed_m_s: float) -> None:
        """Walk in a straight line to the point."""
        from_x, from_y = self.xy_m[-1]
        self.now_s += ((x_m - from_x) ** 2 + (y_m - from_y) ** 2) ** 0.5 / speed_m_s
        self._knot(x_m, y_m)

    def stand(self, seconds: float) -> None:
        """Stay where one is."""
        self.now_s += seconds
        self._knot(*self.xy_m[-1])

    def act(self, kind: ActKind, seconds: float, hand: Hand = "", height_m: float = 0.0) -> None:
        """Stay and do the thing, facing what the place faces."""
        place = self.network.places[self.place]
        until_s = self.now_s + seconds
        self.acts.append(Act(kind, self.now_s, until_s, place.facing_rad, place.shelf, hand, height_m))
        self.now_s = until_s

    def enter(self, lane: int) -> None:
        """Come in from the street through the lane of the door."""
        self.go(self.network.door_out[lane], self.street_m_s)
        before_s = self.now_s
        self.go(self.network.door_in[lane], self.indoor_m_s)
        self.entered_s = (before_s + self.now_s) / 2  # the line lies half-way between the two door steps

    def leave(self, lane: int, end: int) -> None:
        """Go out through the lane of the door and away along the street."""
        self.go(self.network.door_in[lane], self.indoor_m_s)
        before_s = self.now_s
        self.go(self.network.door_out[lane], self.indoor_m_s)
        self.left_s = (before_s + self.now_s) / 2
        self.go(end, self.street_m_s)

    def _knot(self, x_m: float, y_m: float) -> None:
        self.t_s.append(self.now_s)
        self.xy_m.append((x_m, y_m))

    def finished(self, person: int, group: int, kind: Kind, stature_m: float) -> Movement:
        """Return what was built."""
        return Movement(
            person=person,
            group=group,
            kind=kind,
            t_s=np.array(self.t_s),
            xy_m=np.array(self.xy_m),
            acts=tuple(self.acts),
            entered_s=self.entered_s,
            left_s=self.left_s,
            stature_m=stature_m,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """One planned stop: where, how long the eyes wander, how often the hand goes out."""

    zone: str
    index: int
    """Which of the zone's places."""
    browse_s: float
    reaches: int


def plan_stops(shop: Shop, network: Network, count: int, rng: np.random.Generator) -> list[Stop]:
    """Return the stops of one group: zones by their pull, with a liking for staying; lengths as measured."""
    zones = [zone.name for zone in shop.zones if zone.name in network.stops_by_zone]
    pulls = list(accumulate(zone.pull for zone in shop.zones if zone.name in network.stops_by_zone))
    browse_s = np.clip(rng.lognormal(*STOP_LOG_MEAN_SD, count), *STOP_BOUNDS_S).tolist()
    draws = rng.random((count, 4)).tolist()
    stops: list[Stop] = []
    for length_s, (stays, which, where, hand) in zip(browse_s, draws, strict=True):
        if stops and stays < STAYS_IN_ZONE_SHARE:
            zone = stops[-1].zone
        else:
            zone = zones[bisect(pulls, which * pulls[-1])]
        index = int(where * len(network.stops_by_zone[zone]))
        stops.append(Stop(zone, index, length_s, bisect(REACHES_PER_STOP, hand)))
    return stops


def shop_around(walk: Walk, stops: list[Stop], shift: int, until_s: float, rng: np.random.Generator) -> None:
    """Walk from stop to stop and act at each; nobody starts another stop after until_s.

    shift: companions stand this many places further along the same shelf.
    """
    hands = _hand_work(sum(stop.reaches for stop in stops), rng)
    for stop in stops:
        if walk.now_s > until_s:
            break
        places = walk.network.stops_by_zone[stop.zone]
        walk.go(places[(stop.index + shift) % len(places)], walk.indoor_m_s)
        for _ in range(stop.reaches):
            walk.act("browse", stop.browse_s / (stop.reaches + 1))
            _reach(walk, next(hands))
        walk.act("browse", stop.browse_s / (stop.reaches + 1))
        walk.stand(0.0)


@dataclass(frozen=True, slots=True)
class _HandWork:
    reach_s: float
    hold_s: float
    retract_s: float
    inspect_s: float
    is_left: bool
    height_m: float


def _hand_work(count: int, rng: np.random.Generator) -> Iterator[_HandWork]:
    lengths = [q.draw(rng, count).tolist() for q in (REACH_S, HAND_IN_SHELF_S, RETRACT_S, INSPECT_S)]
    looks, lefts, heights = rng.random((3, count)).tolist()
    for i in range(count):
        inspect_s = lengths[3][i] if looks[i] < INSPECTS_SHARE else 0.0
        yield _HandWork(
            lengths[0][i], lengths[1][i], lengths[2][i], inspect_s, lefts[i] < 0.3, 0.6 + 0.9 * heights[i]
        )


def _reach(walk: Walk, work: _HandWork) -> None:
    hand: Hand = "left" if work.is_left else "right"
    walk.act("reach", work.reach_s, hand, work.height_m)
    walk.act("hold", work.hold_s, hand, work.height_m)
    walk.act("retract", work.retract_s, hand, work.height_m)
    if work.inspect_s > 0.0:
        walk.act("inspect", work.inspect_s, hand)
