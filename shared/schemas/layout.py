"""The floor as both sides know it: what a site measures where, and how its vectors are laid out.

A layout carries no camera, no address and no person. Its hash stands in every report header, so a vector
can never be read under another layout than the one it was measured in. Append-only: a changed field is a
new layout version.
Source: shared/wire/PROTOCOL.md §4.
"""

import hashlib
import json
from datetime import time
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""A name people gave to a line, a zone or a zone type: lower-case letters, digits, - and _; at most 40."""

Point = tuple[float, float]
"""A floor point: x east, y north, metres in the site frame."""


class Wire(BaseModel):
    """The base of every wire model: frozen, unknown fields refused, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ser_json_bytes="hex")


class LineLayout(Wire):
    """A finite counting line on the floor."""

    name: Name
    from_xy_m: Point
    to_xy_m: Point
    """Walking across with *from* on the left hand and *to* on the right is **in**."""


class ZoneLayout(Wire):
    """A named polygon on the floor."""

    name: Name
    zone_type: Name
    """The chain-wide word that cohort layouts are indexed by."""
    polygon_xy_m: Annotated[tuple[Point, ...], Field(min_length=3, max_length=32)]


class ShelfLayout(Wire):
    """A stretch of shelving that hands reach into."""

    name: Name
    zone: Name
    """The zone one stands in to reach it; its type is the shelf's word in cohort sums."""


Stage = Literal["pass_by", "enter", "browse", "engage", "checkout"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The steps of the funnel, the furthest last."""


class ViewLayout(Wire):
    """What one camera, or several that overlap, sees of the funnel: its steps are nested within it."""

    name: Name
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, strict=False)]
    """Those that can be told in this view, in the order of STAGES."""

    @field_validator("stages")
    @classmethod
    def _is_in_order(cls, value: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if value != tuple(stage for stage in STAGES if stage in value):
            raise ValueError(f"expected each stage once, in the order {', '.join(STAGES)}, got {value}")
        return value


class GridLayout(Wire):
    """The heatmap grid: ``columns × rows`` square cells, the first one at the south-west corner."""

    origin_xy_m: Point
    cell_m: Annotated[float, Field(gt=0, le=20)]
    columns: Annotated[int, Field(ge=1, le=40)]
    rows: Annotated[int, Field(ge=1, le=40)]

    @model_validator(mode="after")
    def _is_small(self) -> Self:
        if self.columns * self.rows > 100:
            raise ValueError(f"a heatmap has at most 100 cells, got {self.columns} × {self.rows}")
        return self


class SiteLayout(Wire):
    """Everything the aggregator needs to read one site's vectors."""

    version: Literal[2] = 2
    site_name: Annotated[str, Field(min_length=1, max_length=80)]
    """What people call the store."""
    timezone: str
    """IANA name; hours, days and weeks follow it."""
    opens_at: str
    """Local opening time, ``HH:MM``."""
    closes_at: str
    """Local closing time, ``HH:MM``, later the same day."""
    floor_polygon_xy_m: Annotated[tuple[Point, ...], Field(min_length=3, max_length=64)]
    lines: Annotated[tuple[LineLayout, ...], Field(max_length=16)] = ()
    zones: Annotated[tuple[ZoneLayout, ...], Field(max_length=32)] = ()
    shelves: Annotated[tuple[ShelfLayout, ...], Field(max_length=32)] = ()
    views: Annotated[tuple[ViewLayout, ...], Field(max_length=16)] = ()
    """Where the funnel is counted; a view without stages is not among them."""
    grid: GridLayout | None = None
    simulated: bool
    """True when what is measured was made by the simulator; shown wherever a number is shown."""

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"expected an IANA time zone such as Europe/Berlin, got {value!r}")
        return value

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for kind, things in (
            ("lines", self.lines),
            ("zones", self.zones),
            ("shelves", self.shelves),
            ("views", self.views),
        ):
            names = [thing.name for thing in things]
            doubled = sorted({name for name in names if names.count(name) > 1})
            if doubled:
                raise ValueError(f"two {kind} are named {doubled[0]!r}; give each its own name")
        if time.fromisoformat(self.opens_at) >= time.fromisoformat(self.closes_at):
            raise ValueError(f"opens_at must come before closes_at, got {self.opens_at}–{self.closes_at}")
        return self

    @model_validator(mode="after")
    def _shelves_stand_in_zones(self) -> Self:
        known = {zone.name for zone in self.zones}
        for shelf in self.shelves:
            if shelf.zone not in known:
                raise ValueError(f"shelf {shelf.name!r} names a zone {shelf.zone!r} that is not there")
        return self

    @property
    def zone_info(self) -> ZoneInfo:
        """The site's calendar."""
        return ZoneInfo(self.timezone)


class ChainLayout(Wire):
    """What cohort vectors are indexed by: zone types, the same for every site of the chain."""

    version: Literal[1] = 1
    zone_types: Annotated[tuple[Name, ...], Field(min_length=1, max_length=64)]


def canonical_json(model: BaseModel) -> bytes:
    """Return the model as UTF-8 JSON with sorted keys and no white space: the bytes that are hashed."""
    return json.dumps(
        model.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def layout_hash(layout: SiteLayout | ChainLayout) -> bytes:
    """Return SHA-256 over the canonical JSON of the layout: 32 bytes."""
    return hashlib.sha256(canonical_json(layout)).digest()
