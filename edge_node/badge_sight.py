"""How a camera of a site sees badges: how long its lens is, and how far away people are on its floor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.errors import SiteError
from edge_node.site import CameraPlace, Site
from edge_node.track.pinhole import NoPinhole, Pinhole, pinhole_of
from edge_node.zones.polygon import is_inside

CHEST_M = 1.3
"""Where a badge is worn."""
_STEP_M = 0.25


@dataclass(frozen=True, slots=True)
class Sight:
    """What a badge has to be printed for."""

    camera: str
    frame_px: tuple[int, int]
    focal_px: float
    nearest_m: float
    """Straight from the camera to the nearest chest that it sees over the site's floor."""
    farthest_m: float
    """And to the farthest."""


def sight_of(site: Site, camera_name: str) -> Sight:
    """Return how the camera sees badges.

    Raises: SiteError for an unknown camera, one without landmarks, or one that sees nobody on the floor.
    """
    place = site.camera(camera_name)
    pinhole = _pinhole(place)
    if place is None or place.frame_px is None or isinstance(pinhole, NoPinhole):
        why = pinhole.reason if isinstance(pinhole, NoPinhole) else "it has no frame_px"
        raise SiteError(
            f"how large a badge must be for camera {camera_name!r} is not known: {why}. "
            "Give --distance-m, --width-px and --lens-deg instead."
        )
    away_m = _distances_m(pinhole, place.frame_px, np.array(site.floor_polygon_xy, dtype=np.float64))
    if not len(away_m):
        raise SiteError(f"camera {camera_name!r} sees no chest over the floor of site {site.name!r}")
    return Sight(place.name, place.frame_px, pinhole.focal_px, float(away_m.min()), float(away_m.max()))


def _pinhole(place: CameraPlace | None) -> Pinhole | NoPinhole:
    if place is None:
        return NoPinhole("the site has no camera")
    if place.floor_from_px is None or place.frame_px is None:
        return NoPinhole("it has no landmarks")
    return pinhole_of(place.floor_from_px, place.frame_px)


def _distances_m(
    pinhole: Pinhole, frame_px: tuple[int, int], floor_xy_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far every chest over the floor is that lies in the picture."""
    if len(floor_xy_m) < 3:
        return np.empty(0)
    (west, south), (east, north) = floor_xy_m.min(axis=0), floor_xy_m.max(axis=0)
    columns, rows = np.meshgrid(np.arange(west, east, _STEP_M), np.arange(south, north, _STEP_M))
    places = np.column_stack([columns.ravel(), rows.ravel()])
    places = places[is_inside(places, floor_xy_m)]
    chests = np.column_stack([places, np.full(len(places), CHEST_M)])
    seen_px = pinhole.project(chests)
    with np.errstate(invalid="ignore"):
        is_seen = ((seen_px >= 0) & (seen_px < np.array(frame_px))).all(axis=1)
    return np.asarray(np.linalg.norm(chests[is_seen] - pinhole.position_m, axis=1))
