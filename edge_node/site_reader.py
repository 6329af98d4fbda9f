"""From ``site.toml`` to a Site: fits the cameras, brings every position into one unit, checks the floor.

Errors name one thing a person can mend: a zone outside the floor, landmarks in a row, two zones of one name.
"""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from edge_node.errors import SiteError
from edge_node.hand_sight import with_watched_fronts
from edge_node.line_sight import lines_in_picture, watched_lines
from edge_node.site import CameraPlace, Notice, Shelf, Site
from edge_node.site_checks import (
    Drawn,
    check_floor,
    check_grid,
    check_length,
    check_pictures,
    check_polygon,
    unit_of,
)
from edge_node.site_file import CameraEntry, LineEntry, ShelfEntry, SiteFile, ZoneEntry
from edge_node.track.homography import Homography, fit
from edge_node.zones import line as line_rules
from edge_node.zones import polygon as zone_rules
from edge_node.zones.ends import BEYOND_S
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from policies.hours import minutes_of
from shared.config import load_toml
from shared.metrics import OUTSIDE
from shared.schemas.layout import GridLayout, Point, ViewLayout

BORDER_M = 1.0
"""The floor reaches this far round lines and zones when no outline is given."""

Move = Callable[[Point], Point]
"""Takes a position of the file to a position of the site."""


def load_site(path: Path) -> Site:
    """Return the site described by the file.

    Raises: ConfigError when the file is not of the form; SiteError when what it says contradicts itself.
    """
    return to_site(load_toml(path, SiteFile))


def to_site(file: SiteFile) -> Site:
    """Return the site: cameras fitted, positions in metres wherever a homography gives them.

    Raises: SiteError for landmarks in a row, a zone or line outside the floor, a polygon without area, a view
    of several cameras of which one does not know where on the floor it looks.
    """
    maps = [_map_of(camera) for camera in file.cameras]
    check_pictures(file, maps)
    first = maps[0] if maps else None
    is_in_metres = file.units == "m" or first is not None
    move = stay if first is None or file.units == "m" else mover(first)
    lines = tuple(to_line(entry, move, is_in_metres=is_in_metres) for entry in file.lines)
    zones = tuple(to_zone(entry, move, is_in_metres=is_in_metres) for entry in file.zones)
    shelves = tuple(to_shelf(entry, move, is_in_metres=is_in_metres) for entry in file.shelves)
    outline = tuple(move(corner) for corner in file.floor)
    if outline:
        check_floor(outline, (*zones, *lines, *shelves), unit_of(is_in_metres=is_in_metres))
    grid = _grid(file)
    if grid is not None and outline and is_in_metres:
        check_grid(grid, outline)
    cameras = tuple(
        _camera(entry, found, watched_lines(lines, zones), is_in_metres=is_in_metres)
        for entry, found in zip(file.cameras, maps, strict=True)
    )
    _check_views(cameras)
    _check_funnel(file, cameras)
    site = Site(
        name=file.name,
        timezone=file.timezone,
        opens_at=file.opens_at,
        closes_at=file.closes_at,
        is_in_metres=is_in_metres,
        floor_polygon_xy=outline or _box_round(lines, zones),
        lines=lines,
        zones=zones,
        shelves=shelves,
        views=tuple(ViewLayout(name=view.name, stages=view.stages) for view in file.views),
        entrance=file.entrance or (tuple(line.name for line in lines) if len(lines) == 1 else ()),
        grid=grid,
        cameras=cameras,
        simulated=file.simulated,
        quiet_minutes=minutes_of(file.quiet_hours),
        notice=_notice(file),
    )
    return with_watched_fronts(site)


def _map_of(camera: CameraEntry) -> Homography | None:
    if camera.landmarks:
        if camera.px_per_m is not None:
            raise SiteError(f'camera "{camera.name}" has landmarks and px_per_m. Give one of them.')
        pixels = np.array([landmark.px for landmark in camera.landmarks], dtype=np.float64)
        metres = np.array([landmark.m for landmark in camera.landmarks], dtype=np.float64)
        try:
            return fit(pixels, metres)
        except SiteError as error:
            raise SiteError(f'camera "{camera.name}": {error}') from error
    if camera.px_per_m is None:
        return None
    if camera.frame_px is None:
        raise SiteError(f'camera "{camera.name}" has px_per_m and needs frame_px. Give its width and height.')
    return Homography.scaled(camera.px_per_m, camera.frame_px[1])


def mover(homography: Homography) -> Move:
    """Return the map from image positions to floor positions, one point at a time."""

    def move(point: Point) -> Point:
        east, north = homography.to_floor(np.array([point], dtype=np.float64))[0]
        return float(east), float(north)

    return move


def stay(point: Point) -> Point:
    """Return the position as it is."""
    return point


def to_line(entry: LineEntry, move: Move, *, is_in_metres: bool) -> Line:
    """Return the line in the units of the site.  Raises: SiteError when its ends are one."""
    start, end = move(entry.from_xy), move(entry.to_xy)
    ends = Drawn(f'line "{entry.name}"', np.array([start, end], dtype=np.float64), is_closed=False)
    check_length(ends, unit_of(is_in_metres=is_in_metres))
    usual = line_rules.MARGIN_M if is_in_metres else line_rules.MARGIN_PX
    return Line(
        name=entry.name,
        from_xy=start,
        to_xy=end,
        margin=usual if entry.margin is None else entry.margin,
        min_side_s=entry.min_side_s,
        beyond_s=BEYOND_S if is_in_metres else 0.0,
        is_y_down=not is_in_metres,
    )


def to_zone(entry: ZoneEntry, move: Move, *, is_in_metres: bool) -> Zone:
    """Return the zone in the units of the site.

    Raises: SiteError when it has no area, or crosses itself.
    """
    corners = np.array([move(corner) for corner in entry.polygon], dtype=np.float64)
    outline = Drawn(f'zone "{entry.name}"', corners, is_closed=True)
    check_polygon(outline, unit_of(is_in_metres=is_in_metres))
    return Zone(
        name=entry.name,
        zone_type=entry.type,
        polygon_xy=corners,
        min_dwell_s=_min_dwell_s(entry),
        grace_s=entry.grace_s,
        margin=zone_rules.MARGIN_M if is_in_metres else zone_rules.MARGIN_PX,
    )


def to_shelf(entry: ShelfEntry, move: Move, *, is_in_metres: bool) -> Shelf:
    """Return the shelf in the units of the site.  Raises: SiteError when a stretch has no length."""
    front = tuple(move(point) for point in entry.front)
    for ends in pairwise(front):
        stretch = Drawn(f'shelf "{entry.name}"', np.array(ends, dtype=np.float64), is_closed=False)
        check_length(stretch, unit_of(is_in_metres=is_in_metres))
    return Shelf(entry.name, entry.zone, front, entry.height_m)


def _min_dwell_s(entry: ZoneEntry) -> float:
    """Whoever is outside passes by, however briefly; inside, a short stay is a passing-by."""
    if entry.min_dwell_s is not None:
        return entry.min_dwell_s
    return 0.0 if entry.type == OUTSIDE else zone_rules.MIN_DWELL_S


def _camera(
    entry: CameraEntry, homography: Homography | None, lines: tuple[Line, ...], *, is_in_metres: bool
) -> CameraPlace:
    floor_from_px = None if homography is None else homography.floor_from_px
    return CameraPlace(
        name=entry.name,
        source=entry.source,
        frame_px=entry.frame_px,
        floor_from_px=floor_from_px,
        residual_cm=0.0 if homography is None else homography.residual_cm,
        masks_px=entry.masks_px,
        lines_px=lines_in_picture(lines, floor_from_px, entry.frame_px, is_in_metres=is_in_metres),
        view=entry.view or entry.name,
    )


def _check_funnel(file: SiteFile, cameras: tuple[CameraPlace, ...]) -> None:
    """Each ``[[views]]`` entry means cameras that are there; a simulated shop brings views of its own."""
    if file.simulated:
        return
    known = {camera.view for camera in cameras}
    for view in file.views:
        if view.name not in known:
            raise SiteError(
                f"the funnel names a view {view.name!r} that no camera has; "
                f"expected one of {', '.join(sorted(known)) or 'none, there is no camera'}"
            )


def _check_views(cameras: tuple[CameraPlace, ...]) -> None:
    """Cameras of one view are merged by floor position, so each of them needs its map to the floor."""
    seats = Counter(camera.view for camera in cameras)
    for camera in cameras:
        if seats[camera.view] > 1 and camera.floor_from_px is None:
            raise SiteError(
                f"camera {camera.name!r} shares view {camera.view!r} and has no landmarks; "
                "give four, or a view of its own"
            )


def _grid(file: SiteFile) -> GridLayout | None:
    if file.grid is None:
        return None
    cells = file.grid.columns * file.grid.rows
    if cells > 100:
        raise SiteError(
            f"expected a heatmap of at most 100 cells, got {file.grid.columns} × {file.grid.rows}. "
            "Make cell_m larger."
        )
    return GridLayout(
        origin_xy_m=file.grid.origin_m,
        cell_m=file.grid.cell_m,
        columns=file.grid.columns,
        rows=file.grid.rows,
    )


def _notice(file: SiteFile) -> Notice | None:
    entry = file.notice
    return None if entry is None else Notice(entry.responsible, entry.contact, entry.page, entry.languages)


def _box_round(lines: tuple[Line, ...], zones: tuple[Zone, ...]) -> tuple[Point, ...]:
    points = [end for line in lines for end in (line.from_xy, line.to_xy)]
    points += [(float(x), float(y)) for zone in zones for x, y in zone.polygon_xy]
    if not points:
        return ()
    (left, low), (right, high) = np.min(points, axis=0), np.max(points, axis=0)
    west, east = float(left) - BORDER_M, float(right) + BORDER_M
    south, north = float(low) - BORDER_M, float(high) + BORDER_M
    return (west, south), (east, south), (east, north), (west, north)
