"""A simulated shop: its floor, furniture, door, zones, till and cameras' reach, in metres.

The site frame has its origin at the inner south-west corner, x east, y north. The front wall is y = 0, the
street lies south of it, and a person walking north through the door comes in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.schemas.layout import (
    GridLayout,
    LineLayout,
    Point,
    ShelfLayout,
    SiteLayout,
    Stage,
    ViewLayout,
    ZoneLayout,
)

ENTRANCE = "entrance"
"""The name of the one counting line of every simulated shop."""
REACH_M = 0.6
"""How far from a shelf somebody stands who can reach it."""
STREET_M = 2.5
"""Depth of the strip in front of the shop that the door camera sees."""


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel rectangle on the floor."""

    x0_m: float
    y0_m: float
    x1_m: float
    y1_m: float

    def __post_init__(self) -> None:
        if self.x0_m >= self.x1_m or self.y0_m >= self.y1_m:
            raise ValueError(f"expected x0 < x1 and y0 < y1, got {self}")

    def grown(self, by_m: float) -> "Box":
        """Return the box with every side moved outwards by the distance."""
        return Box(self.x0_m - by_m, self.y0_m - by_m, self.x1_m + by_m, self.y1_m + by_m)

    def holds(self, x_m: float, y_m: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x0_m <= x_m <= self.x1_m and self.y0_m <= y_m <= self.y1_m

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """The four corners, counter-clockwise from the south-west."""
        return (
            (self.x0_m, self.y0_m),
            (self.x1_m, self.y0_m),
            (self.x1_m, self.y1_m),
            (self.x0_m, self.y1_m),
        )


def is_in(furniture: Sequence[Box], xy_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points, float64 (…, 2), lie within any of it, edges left out."""
    x_m, y_m = xy_m[..., 0], xy_m[..., 1]
    inside = np.zeros(x_m.shape, np.bool_)
    for box in furniture:
        inside |= (x_m > box.x0_m) & (x_m < box.x1_m) & (y_m > box.y0_m) & (y_m < box.y1_m)
    return inside


@dataclass(frozen=True, slots=True)
class Shelf:
    """A piece of furniture that goods stand on; nobody walks through it."""

    name: str
    box: Box
    height_m: float


@dataclass(frozen=True, slots=True)
class ShopZone:
    """A rectangle on the floor with a chain-wide type and a pull on shoppers."""

    name: str
    zone_type: str
    """One of zone_types in policies/chain.toml."""
    box: Box
    pull: float
    """How often shoppers choose it, relative to the other zones; 0 means only in passing."""


@dataclass(frozen=True, slots=True)
class Till:
    """Where people queue and pay."""

    name: str
    service_xy_m: Point
    queue_head_xy_m: Point
    """Where the first waiting person stands."""
    queue_step_xy_m: Point
    """From one waiting person to the one behind, metres."""
    queue_slots: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The part of the floor that one camera sees, a view of its own; coverages share no floor."""

    camera: str
    box: Box
    stages: tuple[Stage, ...]
    """The steps of the funnel that can be told here."""


@dataclass(frozen=True, slots=True)
class PlacedShelf:
    """A shelf as a technician would write it into ``site.toml``."""

    shelf: Shelf
    zone: str
    """Where one stands to reach it."""
    front_xy_m: tuple[Point, ...]
    """The one side of its box that goods are taken from, or all of them, back to the first corner."""


@dataclass(frozen=True, slots=True)
class PlacedCamera:
    """A camera as a technician would write it into ``site.toml``."""

    name: str
    source: str
    """A file, an address, or ``rendered:<json file>``."""
    frame_px: tuple[int, int]
    """Width and height."""
    landmarks: tuple[tuple[Point, Point], ...]
    """Pairs of image px and floor m; at least four, not in one row."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop whose truth is known because it was made up.  Invariant: every zone lies in one coverage."""

    kind: str
    width_m: float
    depth_m: float
    door_x_m: tuple[float, float]
    """West and east post of the door in the front wall."""
    shelves: tuple[Shelf, ...]
    zones: tuple[ShopZone, ...]
    till: Till
    coverages: tuple[Coverage, ...]
    """The door camera first: it sees the street strip, the door and some steps inside."""
    stops_mean: float
    """Mean number of stops a shopper makes; a choice, not a measurement."""
    buys_share: float
    """How many visitors pay before they leave; a choice, not a measurement."""
    opens_at: str = "09:00"
    closes_at: str = "20:00"

    def __post_init__(self) -> None:
        for zone in self.zones:
            if not any(_within(zone.box, coverage.box) for coverage in self.coverages):
                raise ValueError(f"zone {zone.name!r} lies in no single camera's coverage")

    @property
    def floor(self) -> Box:
        """The inside of the four walls."""
        return Box(0.0, 0.0, self.width_m, self.depth_m)

    @property
    def grid(self) -> GridLayout:
        """Square heatmap cells over the floor, as small as half metres allow in at most 100 cells."""
        cell_m = 1.0
        while _cells(self.width_m, cell_m) * _cells(self.depth_m, cell_m) > 100:
            cell_m += 0.5
        columns, rows = _cells(self.width_m, cell_m), _cells(self.depth_m, cell_m)
        return GridLayout(origin_xy_m=(0.0, 0.0), cell_m=cell_m, columns=columns, rows=rows)

    def layout(self, site_name: str, timezone: str, *, simulated: bool = True) -> SiteLayout:
        """Return what both sides know of this floor; the same arguments give the same layout hash."""
        west, east = self.door_x_m
        return SiteLayout(
            site_name=site_name,
            timezone=timezone,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            floor_polygon_xy_m=self.floor.corners,
            lines=(LineLayout(name=ENTRANCE, from_xy_m=(west, 0.0), to_xy_m=(east, 0.0)),),
            zones=tuple(
                ZoneLayout(name=zone.name, zone_type=zone.zone_type, polygon_xy_m=zone.box.corners)
                for zone in self.zones
            ),
            shelves=tuple(
                ShelfLayout(name=placed.shelf.name, zone=placed.zone) for placed in placed_shelves(self)
            ),
            views=tuple(
                ViewLayout(name=coverage.camera, stages=coverage.stages) for coverage in self.coverages
            ),
            grid=self.grid,
            simulated=simulated,
        )


def placed_shelves(shop: Shop) -> tuple[PlacedShelf, ...]:
    """Return the shelves that a zone with a pull lies before, each with the sides that face one.

    A shelf faced from several sides is open all round; its zone is the one that lies before most of it.
    """
    found = []
    for shelf in shop.shelves:
        sides = [
            (_overlap_m2(strip, zone.box), zone.name, front)
            for zone in shop.zones
            if zone.pull > 0
            for strip, front in _sides(shelf.box)
        ]
        faced = [side for side in sides if side[0] > 0]
        if not faced:
            continue
        _, zone_name, front = max(faced, key=lambda side: side[0])
        is_open_all_round = len({side for _, _, side in faced}) > 1
        corners = shelf.box.corners
        found.append(PlacedShelf(shelf, zone_name, (*corners, corners[0]) if is_open_all_round else front))
    return tuple(found)


def _sides(box: Box) -> tuple[tuple[Box, tuple[Point, Point]], ...]:
    """Return the strip before each side of the box, and that side."""
    west, south, east, north = box.x0_m, box.y0_m, box.x1_m, box.y1_m
    return (
        (Box(west - REACH_M, south, west, north), ((west, south), (west, north))),
        (Box(east, south, east + REACH_M, north), ((east, south), (east, north))),
        (Box(west, south - REACH_M, east, south), ((west, south), (east, south))),
        (Box(west, north, east, north + REACH_M), ((west, north), (east, north))),
    )


def _overlap_m2(one: Box, other: Box) -> float:
    wide = min(one.x1_m, other.x1_m) - max(one.x0_m, other.x0_m)
    deep = min(one.y1_m, other.y1_m) - max(one.y0_m, other.y0_m)
    return max(wide, 0.0) * max(deep, 0.0)


def _cells(length_m: float, cell_m: float) -> int:
    return int(-(-length_m // cell_m))


def _within(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.x0_m, inner.y0_m) and outer.holds(inner.x1_m, inner.y1_m)
