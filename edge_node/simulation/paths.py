"""Shortest ways round the furniture: a visibility graph over a shop's places, solved once per shop."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.shop import Box, Shelf, Shop

Floats = NDArray[np.float64]

CLEARANCE_M = 0.35
"""Planned ways keep the body's centre at least this far from furniture."""
STAND_OFF_M = 0.55
"""How far from a shelf people stop."""
_STOP_SPACING_M = 0.6
_STREET_MARGIN_M = 3.0
_DOOR_LANE_M = 0.6
_DOOR_STEP_M = 1.0
_STREET_LANES_M = (-1.2, -1.6, -2.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A point that people walk to."""

    x_m: float
    y_m: float
    facing_rad: float = 0.0
    """Where one looks when standing there: 0 east, counter-clockwise."""
    zone: str = ""
    """The zone it lies in; empty outside every zone."""
    shelf: str = ""
    """The shelf one can reach from there; empty where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Every place of a shop and the shortest way between any two."""

    places: tuple[Place, ...]
    stops_by_zone: dict[str, tuple[int, ...]]
    """Places in front of shelves, by zone."""
    door_in: tuple[int, ...]
    """One step inside the door, lane by lane from west to east."""
    door_out: tuple[int, ...]
    """One step outside the door, same lanes."""
    west: tuple[int, ...]
    """Where the street leaves the picture in the west."""
    east: tuple[int, ...]
    """And in the east; same street lanes."""
    queue: tuple[int, ...]
    """Queue slots, head first."""
    till: int
    next_hop: NDArray[np.int32]
    """int32 (P, P): the place after the row's on the way to the column's; -1 where there is no way."""

    def way(self, start: int, goal: int) -> tuple[int, ...]:
        """Return the places on the way, the start left out and the goal included.

        Raises: ValueError when the furniture leaves no way.
        """
        steps: list[int] = []
        while start != goal:
            start = int(self.next_hop[start, goal])
            if start < 0:
                raise ValueError(f"no way to {self.places[goal]}; move the furniture")
            steps.append(start)
        return tuple(steps)


@lru_cache(maxsize=16)
def network(shop: Shop) -> Network:
    """Return the shop's places and ways; the same shop gives the same network."""
    stops = _stops(shop)
    door = [(x_m, side) for side in (_DOOR_STEP_M, -_DOOR_STEP_M) for x_m in _lanes(shop)]
    ends = (-_STREET_MARGIN_M, shop.width_m + _STREET_MARGIN_M)
    street = [(x_m, y_m) for x_m in ends for y_m in _STREET_LANES_M]
    head, step = shop.till.queue_head_xy_m, shop.till.queue_step_xy_m
    queue = [(head[0] + i * step[0], head[1] + i * step[1]) for i in range(shop.till.queue_slots)]
    facing = float(np.arctan2(shop.till.service_xy_m[1] - head[1], shop.till.service_xy_m[0] - head[0]))
    plain = [Place(x, y) for x, y in (*door, *street)]
    waiting = [Place(x, y, facing, _zone_at(shop, x, y)) for x, y in (*queue, shop.till.service_xy_m)]
    places = (*stops, *plain, *waiting, *(Place(x, y) for x, y in _corners(shop)))
    lanes, first = len(_lanes(shop)), len(stops)
    after_door = first + 2 * lanes
    after_street = after_door + len(street)
    return Network(
        places=places,
        stops_by_zone=_by_zone(stops),
        door_in=tuple(range(first, first + lanes)),
        door_out=tuple(range(first + lanes, after_door)),
        west=tuple(range(after_door, after_door + len(_STREET_LANES_M))),
        east=tuple(range(after_door + len(_STREET_LANES_M), after_street)),
        queue=tuple(range(after_street, after_street + len(queue))),
        till=after_street + len(queue),
        next_hop=_solve(_distances(shop, np.array([(p.x_m, p.y_m) for p in places]))),
    )


def _lanes(shop: Shop) -> tuple[float, ...]:
    west, east = shop.door_x_m
    inner = np.arange(west + _DOOR_LANE_M, east - _DOOR_LANE_M + 1e-9, _DOOR_LANE_M)
    return tuple(float(x_m) for x_m in inner)


def _stops(shop: Shop) -> list[Place]:
    found = [place for shelf in shop.shelves for place in _along(shop, shelf)]
    return [place for place in found if place.zone]


def _along(shop: Shop, shelf: Shelf) -> list[Place]:
    box = shelf.box
    across = _spread(box.x0_m, box.x1_m)
    along = _spread(box.y0_m, box.y1_m)
    sides = [
        *((x, box.y0_m - STAND_OFF_M, np.pi / 2) for x in across),
        *((x, box.y1_m + STAND_OFF_M, -np.pi / 2) for x in across),
        *((box.x0_m - STAND_OFF_M, y, 0.0) for y in along),
        *((box.x1_m + STAND_OFF_M, y, np.pi) for y in along),
    ]
    return [
        Place(x, y, float(facing), _selling_zone_at(shop, x, y), shelf.name)
        for x, y, facing in sides
        if _is_free(shop, x, y)
    ]


def _spread(low: float, high: float) -> list[float]:
    count = max(1, int((high - low) / _STOP_SPACING_M))
    gap = (high - low) / count
    return [low + (i + 0.5) * gap for i in range(count)]


def _selling_zone_at(shop: Shop, x_m: float, y_m: float) -> str:
    inside = (zone.name for zone in shop.zones if zone.pull > 0 and zone.box.holds(x_m, y_m))
    return next(inside, "")


def _zone_at(shop: Shop, x_m: float, y_m: float) -> str:
    return next((zone.name for zone in shop.zones if zone.box.holds(x_m, y_m)), "")


def _is_free(shop: Shop, x_m: float, y_m: float) -> bool:
    room = shop.floor.grown(-CLEARANCE_M)
    return room.holds(x_m, y_m) and not any(s.box.grown(CLEARANCE_M).holds(x_m, y_m) for s in shop.shelves)


def _by_zone(stops: list[Place]) -> dict[str, tuple[int, ...]]:
    zones = sorted({place.zone for place in stops})
    return {zone: tuple(i for i, place in enumerate(stops) if place.zone == zone) for zone in zones}


def obstacles(shop: Shop) -> list[Box]:
    """Return everything nobody walks through: furniture and the four walls, the door left open."""
    west, east = shop.door_x_m
    walls = [
        Box(-50.0, -0.1, west, 0.1),
        Box(east, -0.1, shop.width_m + 50.0, 0.1),
        Box(-1.0, 0.0, 0.0, shop.depth_m),
        Box(shop.width_m, 0.0, shop.width_m + 1.0, shop.depth_m),
        Box(-1.0, shop.depth_m, shop.width_m + 1.0, shop.depth_m + 1.0),
    ]
    return [*(shelf.box for shelf in shop.shelves), *walls]


def _corners(shop: Shop) -> list[tuple[float, float]]:
    corners = [corner for shelf in shop.shelves for corner in shelf.box.grown(CLEARANCE_M + 0.01).corners]
    return [(x, y) for x, y in corners if _is_free(shop, x, y)]


def _distances(shop: Shop, points: Floats) -> Floats:
    """Return straight distances between places that see each other, infinity elsewhere: float64 (P, P)."""
    start, end = points[:, None, :], points[None, :, :]
    blocked = np.zeros((len(points), len(points)), dtype=bool)
    for box in obstacles(shop):
        blocked |= _meets(start, end, box.grown(CLEARANCE_M - 0.01))
    distance = np.hypot(*np.moveaxis(end - start, -1, 0))
    return np.where(blocked, np.inf, distance)


def _meets(start: Floats, end: Floats, box: Box) -> NDArray[np.bool_]:
    """Whether each segment touches the box (slab test)."""
    low, high = np.array([box.x0_m, box.y0_m]), np.array([box.x1_m, box.y1_m])
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / (end - start), (high - start) / (end - start)
    first, last = np.fmin(one, other), np.fmax(one, other)
    still = start == end
    outside = still & ((start < low) | (start > high))
    first, last = np.where(still, -np.inf, first), np.where(still, np.inf, last)
    enter, leave = np.maximum(first.max(-1), 0.0), np.minimum(last.min(-1), 1.0)
    touches: NDArray[np.bool_] = (enter < leave) & ~outside.any(-1)
    return touches


def _solve(distance: Floats) -> NDArray[np.int32]:
    """Return the next place on every shortest way (Floyd and Warshall)."""
    best = distance.copy()
    np.fill_diagonal(best, 0.0)
    hop = np.where(np.isfinite(best), np.arange(len(best), dtype=np.int32), np.int32(-1))
    for middle in range(len(best)):
        through = best[:, middle, None] + best[None, middle, :]
        shorter = through < best - 1e-9
        best = np.where(shorter, through, best)
        hop = np.where(shorter, hop[:, middle, None], hop)
    return hop.astype(np.int32)
