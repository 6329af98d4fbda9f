"""A simulated shop: its floor, furniture, door, zones, till and cameras' reach, in metres.

The site frame has its origin at the inner south-west corner, x east, y north. The front wall is y = 0, the
street lies south of it, and a person walking north through the door comes in.
"""

import json
from dataclasses import dataclass

from shared.schemas.layout import GridLayout, LineLayout, Point, SiteLayout, ZoneLayout

ENTRANCE = "entrance"
"""The name of the one counting line of every simulated shop."""
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
    """The part of the floor that one camera sees; coverages share no floor."""

    camera: str
    box: Box


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
            grid=self.grid,
            simulated=simulated,
        )

    def site_toml(self, site_name: str, timezone: str, *, cameras: tuple[PlacedCamera, ...] = ()) -> str:
        """Return a ``site.toml`` for this floor; the site read from it has the same layout hash."""
        grid, west, east = self.grid, self.door_x_m[0], self.door_x_m[1]
        parts = [
            f"# A simulated shop ({self.kind}); it does not exist.\n"
            f"name = {json.dumps(site_name, ensure_ascii=False)}\n"
            f'timezone = "{timezone}"\n'
            f'opens_at = "{self.opens_at}"\ncloses_at = "{self.closes_at}"\n'
            f'units = "m"\nsimulated = true\nentrance = ["{ENTRANCE}"]\n'
            f"floor = {_points(self.floor.corners)}\n",
            f'[[lines]]\nname = "{ENTRANCE}"\nfrom_xy = [{west}, 0.0]\nto_xy = [{east}, 0.0]\n',
            f"[grid]\norigin_m = [{grid.origin_xy_m[0]}, {grid.origin_xy_m[1]}]\ncell_m = {grid.cell_m}\n"
            f"columns = {grid.columns}\nrows = {grid.rows}\n",
            *(
                f'[[zones]]\nname = "{zone.name}"\ntype = "{zone.zone_type}"\n'
                f"polygon = {_points(zone.box.corners)}\n"
                for zone in self.zones
            ),
            *(_camera_toml(camera) for camera in cameras),
        ]
        return "\n".join(parts)


def _points(points: tuple[Point, ...]) -> str:
    return "[" + ", ".join(f"[{x}, {y}]" for x, y in points) + "]"


def _camera_toml(camera: PlacedCamera) -> str:
    landmarks = ",\n".join(
        f"  {{ px = [{px[0]}, {px[1]}], m = [{m[0]}, {m[1]}] }}" for px, m in camera.landmarks
    )
    return (
        f'[[cameras]]\nname = "{camera.name}"\nsource = {json.dumps(camera.source, ensure_ascii=False)}\n'
        f"frame_px = [{camera.frame_px[0]}, {camera.frame_px[1]}]\nlandmarks = [\n{landmarks},\n]\n"
    )


def _cells(length_m: float, cell_m: float) -> int:
    return int(-(-length_m // cell_m))


def _within(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.x0_m, inner.y0_m) and outer.holds(inner.x1_m, inner.y1_m)
