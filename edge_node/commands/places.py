"""``--line`` and ``--zone``: places given on the command line.

``NAME=x1,y1,x2,y2`` and ``NAME=x,y,x,y,…``, in metres where the site is in metres, else in pixels; a suffix
``m`` or ``px`` says it outright.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from edge_node.errors import SiteError
from edge_node.site import Site
from edge_node.site_file import LineEntry, ZoneEntry
from edge_node.site_reader import Move, mover, stay, to_line, to_zone
from edge_node.track.homography import Homography
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from shared.config import describe
from shared.schemas.layout import Point

_FORM = re.compile(r"^(?P<name>[^=]+)=(?P<numbers>[-+0-9.eE,\s]+?)\s*(?P<unit>m|px)?$")


@dataclass(frozen=True, slots=True)
class Given:
    """A place as it was typed."""

    name: str
    points: tuple[Point, ...]
    unit: Literal["m", "px"] | None
    """None when no suffix was given."""


def parse(text: str, option: str) -> Given:
    """Return the typed place.  Raises: SiteError showing the form that was expected."""
    form = "NAME=x1,y1,x2,y2" if option == "--line" else "NAME=x,y,x,y,x,y,…"
    found = _FORM.match(text.strip())
    if found is None:
        raise SiteError(f"expected {option} {form}[m|px], got {text!r}")
    try:
        numbers = [float(number) for number in found["numbers"].split(",")]
    except ValueError as error:
        raise SiteError(f"expected {option} {form}[m|px], got {text!r}") from error
    count = len(numbers)
    if count % 2 or (count != 4 if option == "--line" else count < 6):
        raise SiteError(f"expected {option} {form}[m|px], got {count} numbers in {text!r}")
    unit: Literal["m", "px"] | None = {"m": "m", "px": "px"}.get(found["unit"] or "")  # type: ignore[assignment]  # the two literals only
    return Given(found["name"].strip(), tuple(zip(numbers[::2], numbers[1::2], strict=True)), unit)


def with_given(site: Site, lines: Iterable[str], zones: Iterable[str]) -> Site:
    """Return the site with the places of the command line added.

    Raises: SiteError for a place of another form, a name given twice, or a unit that the site cannot know.
    """
    given_lines = [parse(text, "--line") for text in lines]
    given_zones = [parse(text, "--zone") for text in zones]
    _refuse_doubles("--line", given_lines)
    _refuse_doubles("--zone", given_zones)
    return site.with_places(
        tuple(_line(given, site) for given in given_lines), tuple(_zone(given, site) for given in given_zones)
    )


def _refuse_doubles(option: str, given: Sequence[Given]) -> None:
    for name, count in Counter(place.name for place in given).items():
        if count > 1:
            raise SiteError(f"expected each {option} under a name of its own, got {name!r} {count} times")


def _line(given: Given, site: Site) -> Line:
    try:
        entry = LineEntry(name=given.name, from_xy=given.points[0], to_xy=given.points[1])
    except ValidationError as error:
        raise SiteError(f"--line {given.name}: {describe(error)}") from error
    return to_line(entry, _move(given, site), is_in_metres=site.is_in_metres)


def _zone(given: Given, site: Site) -> Zone:
    try:
        entry = ZoneEntry(name=given.name, type=given.name, polygon=given.points)
    except ValidationError as error:
        raise SiteError(f"--zone {given.name}: {describe(error)}") from error
    return to_zone(entry, _move(given, site), is_in_metres=site.is_in_metres)


def _move(given: Given, site: Site) -> Move:
    if given.unit == "m" and not site.is_in_metres:
        raise SiteError(f"{given.name!r} is in metres, but nothing says where metres lie in the picture")
    if given.unit != "px" or not site.is_in_metres:
        return stay
    camera = site.camera()
    if camera is None or camera.floor_from_px is None:
        raise SiteError(f"{given.name!r} is in pixels, but nothing says where pixels lie on the floor")
    return mover(Homography(floor_from_px=camera.floor_from_px, residual_cm=camera.residual_cm))
