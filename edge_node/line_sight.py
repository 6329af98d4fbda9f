"""Where a site's counting lines and queues lie in a camera's picture: there it is looked at closely."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node.capture.source import Segment
from edge_node.site import CameraPlace, Site
from edge_node.track.homography import apply
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from shared.metrics import QUEUE

Floats = NDArray[np.float64]

_FARTHEST_PX = 100_000.0
"""Ends nearly on the horizon are drawn no farther away than this."""


def lines_of(site: Site, place: CameraPlace | None) -> tuple[Segment, ...]:
    """Return what is watched in the picture of this camera, or of one that nothing is known of."""
    floor_from_px, frame_px = (None, None) if place is None else (place.floor_from_px, place.frame_px)
    watched = watched_lines(site.lines, site.zones)
    return lines_in_picture(watched, floor_from_px, frame_px, is_in_metres=site.is_in_metres)


def watched_lines(lines: tuple[Line, ...], zones: tuple[Zone, ...]) -> tuple[Line, ...]:
    """Return the counting lines, and the edges of the zones in which people queue.

    Between two looks a second apart a queue moves up, and each is found where the one before them stood.
    """
    edges = [
        Line(zone.name, start, end)
        for zone in zones
        if zone.zone_type == QUEUE
        for start, end in pairwise(_closed(zone))
    ]
    return (*lines, *edges)


def lines_in_picture(
    lines: tuple[Line, ...],
    floor_from_px: Floats | None,
    frame_px: tuple[int, int] | None,
    *,
    is_in_metres: bool,
) -> tuple[Segment, ...]:
    """Return the lines' ends in px of this camera's frame; without those that it cannot have in its picture.

    A line in metres needs the camera's map and its frame's size; one in pixels is where it is said to be.
    """
    if not is_in_metres:
        return tuple((line.from_xy, line.to_xy) for line in lines)
    if floor_from_px is None or frame_px is None:
        return ()
    px_from_floor = np.linalg.inv(floor_from_px).astype(np.float64)
    middle = np.array(frame_px) / 2
    seen = []
    for line in lines:
        ends = np.array([line.from_xy, line.to_xy], dtype=np.float64)
        if _is_ahead(px_from_floor, floor_from_px, ends, middle):
            (x1, y1), (x2, y2) = np.clip(apply(px_from_floor, ends), -_FARTHEST_PX, _FARTHEST_PX).tolist()
            seen.append(((x1, y1), (x2, y2)))
    return tuple(seen)


def _is_ahead(px_from_floor: Floats, floor_from_px: Floats, floor_m: Floats, middle_px: Floats) -> bool:
    """Return whether both ends lie on the side of the horizon that the frame's lower edge looks at."""
    known = apply(floor_from_px, np.array([[middle_px[0], 2 * middle_px[1]]]))
    points = np.vstack((known, floor_m))
    depth = np.column_stack((points, np.ones(len(points)))) @ px_from_floor[2]
    return bool((depth[1:] * depth[0] > 0).all())


def _closed(zone: Zone) -> list[tuple[float, float]]:
    corners = [(float(x), float(y)) for x, y in zone.polygon_xy]
    return [*corners, corners[0]]
