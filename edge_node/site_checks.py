"""Whether places drawn by a technician can be: inside the floor or the picture, edges not crossing.

Every refusal says by how much, what was expected, what came, and what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge_node.errors import SiteError
from edge_node.site import Shelf
from edge_node.site_file import CameraEntry, SiteFile
from edge_node.track.homography import Homography
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone, area, distance_to_edge, is_inside
from shared.metrics import OUTSIDE
from shared.schemas.layout import GridLayout, Point

Points = NDArray[np.float64]
"""float64 (N, 2)."""
Unit = Literal["m", "px"]

TOLERANCE: dict[Unit, float] = {"m": 0.05, "px": 1.0}
"""A corner may stick out this far: neither tape measures nor mice are exact."""
SHORTEST: dict[Unit, float] = {"m": 0.1, "px": 2.0}
"""A shorter line or shelf front is a slip of the hand."""
LEAST_AREA: dict[Unit, float] = {"m": 0.01, "px": 16.0}
"""A smaller zone is no place to stand in: 10 × 10 cm, or 4 × 4 px."""
MAX_RESIDUAL_CM = 50.0
"""A camera that misses its landmarks by more lays people into the wrong zone."""
_STEPS = np.linspace(0.0, 1.0, 33)
"""Where along an edge it is looked whether the edge leaves the floor between two corners inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One place as it was drawn."""

    words: str
    """What people call it, such as ``zone "chilled"``."""
    points_xy: Points
    is_closed: bool
    """True for a polygon, False for a line."""

    def along(self) -> Points:
        """Return corners first, then points along every edge."""
        ends = np.roll(self.points_xy, -1, axis=0) if self.is_closed else self.points_xy[1:]
        starts = self.points_xy if self.is_closed else self.points_xy[:-1]
        between = starts[:, None] + _STEPS[:, None] * (ends - starts)[:, None]
        return np.vstack((self.points_xy, between.reshape(-1, 2)))


def unit_of(*, is_in_metres: bool) -> Unit:
    """Return what the site's positions are counted in."""
    return "m" if is_in_metres else "px"


def check_pictures(file: SiteFile, maps: Sequence[Homography | None]) -> None:
    """Check what each camera's picture holds, and what the file draws on the first one's.

    Raises: SiteError for landmarks or masks outside the picture, landmarks mixed up or missed by far, places
    above the horizon.
    """
    for camera, homography in zip(file.cameras, maps, strict=True):
        _check_camera(camera, homography)
    if file.units == "m" or not file.cameras:
        return
    places, first, homography = _places(file), file.cameras[0], maps[0]
    if first.frame_px is not None:
        check_in_picture(places, first.frame_px)
    if homography is not None and first.landmarks:
        check_before_horizon(places, homography, np.array(first.landmarks[0].px, dtype=np.float64))


def check_floor(outline: Sequence[Point], things: Sequence[Zone | Line | Shelf], unit: Unit) -> None:
    """Check the floor's outline, and that everything but the strip outside lies on it.

    Raises: SiteError naming the thing, how far it sticks out, and where.
    """
    floor = np.array(outline, dtype=np.float64)
    check_polygon(Drawn("the floor", floor, is_closed=True), unit)
    check_on_floor([_drawn(thing) for thing in things if not _is_outside(thing)], floor, unit)


def check_grid(grid: GridLayout, outline: Sequence[Point]) -> None:
    """Refuse a heatmap of which no cell lies on the floor.  Raises: SiteError."""
    floor = np.array(outline, dtype=np.float64)
    size = np.array((grid.columns, grid.rows), dtype=np.float64) * grid.cell_m
    low = np.array(grid.origin_xy_m, dtype=np.float64)
    if (low < floor.max(axis=0)).all() and (low + size > floor.min(axis=0)).all():
        return
    raise SiteError(
        "the grid lies outside the floor (expected a cell of it on the floor, got "
        f"x {low[0]:g}–{low[0] + size[0]:g} m, y {low[1]:g}–{low[1] + size[1]:g} m). "
        "Move origin_m to the floor's south-west corner."
    )


def check_polygon(place: Drawn, unit: Unit) -> None:
    """Refuse a polygon whose edges cross, or that has no area.  Raises: SiteError."""
    crossed = crossing_edges(place.points_xy)
    if crossed is not None:
        first, second = crossed
        raise SiteError(
            f"{place.words} crosses itself (its edges from corner {first} and from corner {second} meet). "
            "List the corners in order, once round."
        )
    found = abs(area(place.points_xy))
    if found < LEAST_AREA[unit]:
        raise SiteError(
            f"{place.words} has no area (expected at least {LEAST_AREA[unit]:g} {unit}², got {found:.2g} "
            f"{unit}²). Give at least three corners that are not in one row."
        )


def check_length(place: Drawn, unit: Unit) -> None:
    """Refuse a line whose two ends are one.  Raises: SiteError."""
    length = float(np.hypot(*(place.points_xy[1] - place.points_xy[0])))
    if length < SHORTEST[unit]:
        raise SiteError(
            f"{place.words} needs two different ends (expected at least {SHORTEST[unit]:g} {unit} between "
            f"them, got {length:.2g} {unit}). Move one of them."
        )


def check_on_floor(places: Sequence[Drawn], floor: Points, unit: Unit) -> None:
    """Refuse the first place of which a corner or an edge leaves the floor.  Raises: SiteError."""
    for place in places:
        points = place.along()
        away = np.where(is_inside(points, floor), 0.0, distance_to_edge(points, floor))
        worst = int(np.argmax(away))
        if away[worst] > TOLERANCE[unit]:
            bound = _bound(points[worst], floor.min(axis=0), floor.max(axis=0), unit)
            raise SiteError(
                f"{place.words} lies {_length(float(away[worst]), unit)} outside the floor ({bound}). "
                "Move the point or enlarge floor in site.toml."
            )


def check_in_picture(places: Sequence[Drawn], frame_px: tuple[int, int]) -> None:
    """Refuse the first place that reaches outside the picture.  Raises: SiteError."""
    low, high = np.zeros(2), np.array(frame_px, dtype=np.float64)
    for place in places:
        beyond = np.maximum(low - place.points_xy, place.points_xy - high).max(axis=1)
        worst = int(np.argmax(beyond))
        if beyond[worst] > TOLERANCE["px"]:
            bound = _bound(place.points_xy[worst], low, high, "px")
            raise SiteError(
                f"{place.words} lies {beyond[worst]:.0f} px outside the picture of "
                f"{frame_px[0]}×{frame_px[1]} px ({bound}). Draw it again on a picture of this camera."
            )


def check_before_horizon(places: Sequence[Drawn], homography: Homography, known_px: Points) -> None:
    """Refuse a place with a point in the picture that no floor lies under.

    known_px: one point that is known to be floor, float64 (2,).
    Raises: SiteError.
    """
    side = _depth(homography, known_px[None])[0]
    for place in places:
        depth = _depth(homography, place.points_xy) / side
        worst = int(np.argmin(depth))
        if depth[worst] < 1e-6:
            x, y = place.points_xy[worst]
            raise SiteError(
                f"{place.words} reaches above the horizon (expected floor, got ({x:g}, {y:g}) px, where the "
                "camera looks past it). Move the point down in the picture."
            )


def check_fit(camera: str, homography: Homography, landmarks_px: Points, landmarks_m: Points) -> None:
    """Refuse a map that turns the floor inside out, or misses its landmarks by far.  Raises: SiteError."""
    depth = _depth(homography, landmarks_px)
    if not ((depth > 0).all() or (depth < 0).all()):
        raise SiteError(
            f"the landmarks of {camera} are mixed up (expected the same order round the floor as in the "
            "picture, got edges that cross). Check which px belongs to which m."
        )
    if homography.residual_cm > MAX_RESIDUAL_CM:
        worst = int(np.argmax(np.hypot(*(homography.to_floor(landmarks_px) - landmarks_m).T)))
        raise SiteError(
            f"{camera} misses its landmarks by {homography.residual_cm:.0f} cm (expected at most "
            f"{MAX_RESIDUAL_CM:.0f} cm), landmark {worst + 1} by the most. Measure it again."
        )


def masks_of(camera: str, masks_px: Sequence[Sequence[Point]]) -> list[Drawn]:
    """Return a camera's masks under the names that people find them by."""
    return [
        Drawn(f'mask {number} of camera "{camera}"', np.array(mask, dtype=np.float64), is_closed=True)
        for number, mask in enumerate(masks_px, 1)
    ]


def crossing_edges(corners: Points) -> tuple[int, int] | None:
    """Return the first corners, counted from 1, of two edges of the ring that cross, or None."""
    count = len(corners)
    starts, ends = corners, np.roll(corners, -1, axis=0)
    for first in range(count):
        for second in range(first + 2, count):
            is_neighbour = first == 0 and second == count - 1
            if not is_neighbour and _cross(starts[first], ends[first], starts[second], ends[second]):
                return first + 1, second + 1
    return None


def _check_camera(camera: CameraEntry, homography: Homography | None) -> None:
    words = f'camera "{camera.name}"'
    pixels = np.array([landmark.px for landmark in camera.landmarks], dtype=np.float64).reshape(-1, 2)
    metres = np.array([landmark.m for landmark in camera.landmarks], dtype=np.float64).reshape(-1, 2)
    masks = masks_of(camera.name, camera.masks_px)
    for mask in masks:
        check_polygon(mask, "px")
    if camera.frame_px is not None:
        marks = [
            Drawn(f"landmark {number} of {words}", point[None], is_closed=False)
            for number, point in enumerate(pixels, 1)
        ]
        check_in_picture([*marks, *masks], camera.frame_px)
    if homography is not None and len(pixels):
        check_fit(words, homography, pixels, metres)


def _places(file: SiteFile) -> list[Drawn]:
    rows = [('zone "{}"', zone.name, zone.polygon, True) for zone in file.zones]
    rows += [('line "{}"', line.name, (line.from_xy, line.to_xy), False) for line in file.lines]
    rows += [('shelf "{}"', shelf.name, shelf.front, False) for shelf in file.shelves]
    return [
        Drawn(form.format(name), np.array(points, dtype=np.float64), is_closed=is_closed)
        for form, name, points, is_closed in rows
    ]


def _drawn(thing: Zone | Line | Shelf) -> Drawn:
    if isinstance(thing, Zone):
        return Drawn(f'zone "{thing.name}"', thing.polygon_xy, is_closed=True)
    if isinstance(thing, Line):
        ends = np.array([thing.from_xy, thing.to_xy], dtype=np.float64)
        return Drawn(f'line "{thing.name}"', ends, is_closed=False)
    return Drawn(f'shelf "{thing.name}"', np.array(thing.front_xy, dtype=np.float64), is_closed=False)


def _is_outside(thing: Zone | Line | Shelf) -> bool:
    return isinstance(thing, Zone) and thing.zone_type == OUTSIDE


def _cross(a: Points, b: Points, c: Points, d: Points) -> bool:
    """Return whether the inner points of the segments a–b and c–d meet in one point."""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Points, b: Points, c: Points) -> float:
    return float(np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])))


def _depth(homography: Homography, points_px: Points) -> Points:
    depth: Points = np.column_stack((points_px, np.ones(len(points_px)))) @ homography.floor_from_px[2]
    return depth


def _bound(point: Points, low: Points, high: Points, unit: Unit) -> str:
    """Return the bound that the point breaks, or where it is when it lies within all four."""
    for axis, name in enumerate("xy"):
        if point[axis] > high[axis]:
            return f"{name} ≤ {_length(high[axis], unit)}, got {_length(point[axis], unit)}"
        if point[axis] < low[axis]:
            return f"{name} ≥ {_length(low[axis], unit)}, got {_length(point[axis], unit)}"
    return f"got x {_length(point[0], unit)}, y {_length(point[1], unit)}, past one of its inner edges"


def _length(value: float, unit: Unit) -> str:
    """Return whole pixels, or metres with one or two places."""
    return f"{value:.0f} px" if unit == "px" else f"{f'{value:.2f}'.removesuffix('0')} m"
