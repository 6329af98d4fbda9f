"""What ``site.toml`` can say: the file a technician writes. edge_node.site_reader turns it into a Site."""

from collections.abc import Iterable
from datetime import time
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from edge_node.capture.size import LEAST_SIDE_PX, MOST_SIDE_PX
from edge_node.observations import MOST_SHELVES
from edge_node.zones import line as line_rules
from edge_node.zones import polygon as zone_rules
from policies.hours import DailyHours
from policies.wording import forbidden_words
from shared.config import Config
from shared.schemas.layout import Name, Stage

FURTHEST = 100_000.0
"""No shop is 100 km wide, in metres or in pixels."""

Coordinate = Annotated[float, Field(ge=-FURTHEST, le=FURTHEST)]
"""One finite number."""

Coordinates = Annotated[tuple[Coordinate, Coordinate], Field(strict=False)]
"""Two numbers: x and y."""

Side = Annotated[int, Field(ge=LEAST_SIDE_PX, le=MOST_SIDE_PX)]
"""Width or height of a picture."""

Corners = Annotated[tuple[Coordinates, ...], Field(min_length=3, max_length=32, strict=False)]
"""A polygon: corners in order, not closed."""


Language = Literal["en", "de"]
"""A language that signs and the public page are written in."""


class LandmarkEntry(Config):
    """A point on the floor that was found in the picture and measured with a tape."""

    px: Coordinates
    """Where it is in the picture: x right, y down."""
    m: Coordinates
    """Where it is on the floor: x east, y north."""


class CameraEntry(Config):
    """One camera."""

    name: Name
    """What log lines and pages call it; no two cameras share one."""
    source: str = ""
    """A file, an ``rtsp://…`` address, ``usb:N`` or ``rendered``; a replayed FILE stands in for it."""
    frame_px: Annotated[tuple[Side, Side], Field(strict=False)] | None = None
    """Width and height of the picture that landmarks, masks, lines and zones were drawn on."""
    landmarks: Annotated[tuple[LandmarkEntry, ...], Field(strict=False)] = ()
    """At least four points known in the picture and on the floor, not in one row."""
    px_per_m: Annotated[float, Field(gt=0)] | None = None
    """Instead of landmarks: one scale for the whole picture, for a camera that looks straight down."""
    masks_px: Annotated[tuple[Corners, ...], Field(strict=False)] = ()
    """Polygons that are filled before anything looks at the frame."""
    view: Name | None = None
    """Cameras of one view see the same floor and count a person once; by default a view of its own."""


class LineEntry(Config):
    """One counting line."""

    name: Name
    """What pages call it; no two lines share one."""
    from_xy: Coordinates
    """On the left hand of somebody walking in."""
    to_xy: Coordinates
    """On the right hand of somebody walking in."""
    margin: Annotated[float, Field(ge=0)] | None = None
    """Least travel on each side, in the units of the file; 5 cm or 4 px by default."""
    min_side_s: Annotated[float, Field(ge=0, le=5)] = line_rules.MIN_SIDE_S
    """Seconds that a side must be held to count."""


class ZoneEntry(Config):
    """One zone."""

    name: Name
    """What this store calls it; no two zones share one."""
    type: Name
    """The chain's word for zones of this kind; sums over stores are indexed by it."""
    polygon: Corners
    """Corners in order, in the units of the file."""
    min_dwell_s: Annotated[float, Field(ge=0, le=600)] | None = None
    """A shorter stay is a passing-by; 5 s by default, 0 s in a zone of the type ``outside``."""
    grace_s: Annotated[float, Field(ge=0, le=60)] = zone_rules.GRACE_S
    """A shorter step outside does not end a stay."""


class ShelfEntry(Config):
    """One stretch of shelving."""

    name: Name
    """What this store calls it; no two shelves share one."""
    zone: Name
    """The zone one stands in to reach it."""
    front: Annotated[tuple[Coordinates, ...], Field(min_length=2, max_length=16, strict=False)]
    """Its front edge from end to end, corners between; a table that is reached into all round ends where it
    begins. In the units of the file."""
    height_m: Annotated[float, Field(gt=0, le=5)] = 1.8
    """Height of the top board."""


class ViewEntry(Config):
    """What one view can tell of the way from passing by to the till."""

    name: Name
    """The view's name in ``[[cameras]]``: the camera's own, unless it shares one."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, strict=False)]
    """Of ``pass_by``, ``enter``, ``browse``, ``engage``, ``checkout``, in this order."""


class GridEntry(Config):
    """The heatmap grid, in metres."""

    origin_m: Coordinates
    """The south-west corner."""
    cell_m: Annotated[float, Field(gt=0, le=20)]
    """Edge of one square cell."""
    columns: Annotated[int, Field(ge=1, le=40)]
    """Squares from west to east."""
    rows: Annotated[int, Field(ge=1, le=40)]
    """Squares from south to north."""


class NoticeEntry(Config):
    """What signs and the public page must say of this store."""

    responsible: Annotated[str, Field(min_length=3, max_length=200)]
    """Who answers for the cameras: name and address."""
    contact: Annotated[str, Field(min_length=3, max_length=200)]
    """An address, a number or a place where questions and objections are taken."""
    page: Annotated[str, Field(max_length=200, pattern=r"^(https?://\S+)?$")] = ""
    """Where visitors find the store's public page; a sign says it when it is given."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=8, strict=False)] = ("en",)
    """Languages of signs and page, the store's first one first."""


class SiteFile(Config):
    """Everything ``site.toml`` can say."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    """What people call the store."""
    timezone: str = "UTC"
    """IANA name; hours, days and weeks follow it."""
    opens_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:00"
    """Local opening time."""
    closes_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "20:00"
    """Local closing time."""
    units: Literal["m", "px"] = "m"
    """What positions in this file are written in: metres on the floor, or pixels of the first camera."""
    floor: Annotated[tuple[Coordinates, ...], Field(max_length=64, strict=False)] = ()
    """The floor's outline; by default a box round lines and zones."""
    entrance: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    """Lines that lead into the shop; by default the only line there is."""
    cameras: Annotated[tuple[CameraEntry, ...], Field(strict=False)] = ()
    """``[[cameras]]``; the first one's picture is meant where positions are pixels."""
    lines: Annotated[tuple[LineEntry, ...], Field(max_length=16, strict=False)] = ()
    """``[[lines]]``, where crossings are counted."""
    zones: Annotated[tuple[ZoneEntry, ...], Field(max_length=32, strict=False)] = ()
    """``[[zones]]``, where visits and stays are counted."""
    shelves: Annotated[tuple[ShelfEntry, ...], Field(strict=False, max_length=MOST_SHELVES)] = ()
    """``[[shelves]]``, each in front of a zone."""
    views: Annotated[tuple[ViewEntry, ...], Field(max_length=16, strict=False)] = ()
    """``[[views]]``, where the funnel is counted."""
    grid: GridEntry | None = None
    """``[grid]``, at most 100 squares; without it the store has no heatmap."""
    quiet_hours: Annotated[tuple[DailyHours, ...], Field(max_length=16, strict=False)] = ()
    """Local hours, ``begins_at`` to ``ends_at``, in which no camera looks, whatever the policy permits."""
    notice: NoticeEntry | None = None
    """``[notice]``: who is responsible; without it no sign can be attested and no camera looks."""
    simulated: bool = False
    """True for a shop that does not exist; every page then says so."""

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("expected an IANA time zone such as Europe/Berlin")
        return value

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if time.fromisoformat(self.opens_at) >= time.fromisoformat(self.closes_at):
            raise ValueError(f"opens_at must come before closes_at, got {self.opens_at}–{self.closes_at}")
        return self

    @model_validator(mode="after")
    def _names_are_of_places(self) -> Self:
        names = [zone.type for zone in self.zones]
        for things in (self.lines, self.zones, self.shelves, self.views, self.cameras):
            names += [thing.name for thing in things]
        for name in names:
            for word in forbidden_words(name):
                raise ValueError(
                    f'"{name}" speaks of {word!r}, which nothing here measures. Name the place instead.'
                )
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        _refuse_doubles("cameras", (camera.name for camera in self.cameras))
        _refuse_doubles("lines", (line.name for line in self.lines))
        _refuse_doubles("zones", (zone.name for zone in self.zones))
        _refuse_doubles("shelves", (shelf.name for shelf in self.shelves))
        _refuse_doubles("views", (view.name for view in self.views))
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for name in self.entrance:
            if name not in {line.name for line in self.lines}:
                raise ValueError(
                    f'the entrance names a line "{name}" that is not there. Add it or correct the name.'
                )
        for shelf in self.shelves:
            if shelf.zone not in {zone.name for zone in self.zones}:
                raise ValueError(
                    f'shelf "{shelf.name}" names a zone "{shelf.zone}" that is not there. '
                    "Add it or correct the name."
                )
        return self


def _refuse_doubles(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f'two {kind} are named "{name}". Give each its own name.')
        seen.add(name)
