"""The site: one shop's floor, what is measured where on it, and the cameras that look at it."""

from dataclasses import dataclass, replace
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from edge_node.capture.source import FrontLine, Segment
from edge_node.errors import SiteError
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from policies.hours import NO_MINUTE
from shared.schemas.layout import (
    GridLayout,
    LineLayout,
    Point,
    ShelfLayout,
    SiteLayout,
    ViewLayout,
    ZoneLayout,
)


@dataclass(frozen=True, slots=True, eq=False)
class CameraPlace:
    """One camera of the site: where its frames come from and how they lie on the floor."""

    name: str
    source: str
    """A file, an ``rtsp://…`` address, ``usb:N`` or ``rendered``."""
    frame_px: tuple[int, int] | None
    """Width and height that landmarks and masks were drawn on; None where nothing was drawn."""
    floor_from_px: NDArray[np.float64] | None
    """float64 (3, 3): image px → floor m; None: this camera's tracks stay in pixels."""
    residual_cm: float
    """How far the fitted map misses its landmarks, root mean square."""
    masks_px: tuple[tuple[Point, ...], ...] = ()
    """Polygons filled before anything looks at the frame."""
    lines_px: tuple[Segment, ...] = ()
    """The site's counting lines and the edges of its queues, as far as this camera's picture has them."""
    fronts_px: tuple[Segment, ...] = ()
    """Front edges, on the floor of its picture, of the shelves in which it measures hands."""
    fronts: tuple[FrontLine, ...] = ()
    """The same fronts as the lines across which arms lie."""
    view: str = ""
    """Cameras of one view overlap and their tracks are merged; the camera's own name when nothing is said."""

    def __post_init__(self) -> None:
        if not self.view:
            object.__setattr__(self, "view", self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A stretch of shelving: who reaches into it stands in the zone of the same name."""

    name: str
    zone: str
    front_xy: tuple[Point, ...]
    """The front edge on the floor, two points or more in order, in the units of the site; a piece that one
    reaches into from all sides ends where it begins."""
    height_m: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Whom visitors are told about, and in which languages."""

    responsible: str
    """Who answers for the cameras: name and address."""
    contact: str
    """Where an objection or a question reaches them."""
    page: str
    """Address of the store's public page; empty where there is none."""
    languages: tuple[str, ...]
    """ISO 639-1, the store's first language first."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A shop as it is measured. Every position is in metres, or everywhere in pixels."""

    name: str
    timezone: str
    opens_at: str
    """Local opening time, ``HH:MM``."""
    closes_at: str
    is_in_metres: bool
    """False when no homography is known: lines, zones and tracks are then in image pixels, y down."""
    floor_polygon_xy: tuple[Point, ...]
    lines: tuple[Line, ...] = ()
    zones: tuple[Zone, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    entrance: tuple[str, ...] = ()
    """Lines through which people enter and leave the shop."""
    views: tuple[ViewLayout, ...] = ()
    """What the views can tell of the funnel; one that is not here counts none of it."""
    grid: GridLayout | None = None
    cameras: tuple[CameraPlace, ...] = ()
    simulated: bool = False
    quiet_minutes: int = NO_MINUTE
    """Minutes of the store's day in which no camera looks, as policies.hours holds them."""
    notice: Notice | None = None
    """None where the file does not say; then no sign can be attested."""

    @property
    def zone_info(self) -> ZoneInfo:
        """The store's calendar and clocks."""
        return ZoneInfo(self.timezone)

    @property
    def shelf_names(self) -> tuple[str, ...]:
        """Names of the shelves, in the order that Track.hand_at counts them."""
        return tuple(shelf.name for shelf in self.shelves)

    def layout(self) -> SiteLayout:
        """Return what the aggregator needs to know of the floor: no camera, no margin, no dwell rule.

        Raises: SiteError when positions are in pixels: a floor plan needs metres.
        """
        if not self.is_in_metres:
            raise SiteError(
                f"site {self.name!r} is in pixels and has no floor plan; give its camera four landmarks"
            )
        return SiteLayout(
            site_name=self.name,
            timezone=self.timezone,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            floor_polygon_xy_m=self.floor_polygon_xy,
            lines=tuple(_line_layout(line) for line in self.lines),
            zones=tuple(_zone_layout(zone) for zone in self.zones),
            shelves=tuple(ShelfLayout(name=shelf.name, zone=shelf.zone) for shelf in self.shelves),
            views=self.views,
            grid=self.grid,
            simulated=self.simulated,
        )

    def camera(self, name: str | None = None) -> CameraPlace | None:
        """Return the camera of that name, or the first one; None when the site has none.

        Raises: SiteError when no camera has the name.
        """
        if name is None:
            return self.cameras[0] if self.cameras else None
        for camera in self.cameras:
            if camera.name == name:
                return camera
        known = ", ".join(camera.name for camera in self.cameras) or "none"
        raise SiteError(f"site {self.name!r} has no camera {name!r}; it has {known}")

    def with_places(self, lines: tuple[Line, ...], zones: tuple[Zone, ...]) -> Self:
        """Return the site with these lines and zones added; a name it already has is replaced."""
        new_lines, new_zones = {line.name for line in lines}, {zone.name for zone in zones}
        return replace(
            self,
            lines=(*(line for line in self.lines if line.name not in new_lines), *lines),
            zones=(*(zone for zone in self.zones if zone.name not in new_zones), *zones),
        )


def bare_site(name: str, *, is_in_metres: bool) -> Site:
    """Return a site without lines, zones or cameras: what a replay without a site file starts from."""
    return Site(
        name=name,
        timezone="UTC",
        opens_at="00:00",
        closes_at="23:59",
        is_in_metres=is_in_metres,
        floor_polygon_xy=(),
    )


def _line_layout(line: Line) -> LineLayout:
    return LineLayout(name=line.name, from_xy_m=line.from_xy, to_xy_m=line.to_xy)


def _zone_layout(zone: Zone) -> ZoneLayout:
    corners = tuple((float(x), float(y)) for x, y in zone.polygon_xy)
    return ZoneLayout(name=zone.name, zone_type=zone.zone_type, polygon_xy_m=corners)
