"""A camera that hangs in line with a shelf's front edge, and where hands in that shelf lie in its picture."""

from dataclasses import replace

import numpy as np

from edge_node.hand_sight import fronts_of
from edge_node.scene import SceneCamera
from edge_node.site import CameraPlace, Shelf, Site, bare_site
from edge_node.track.front import Front
from edge_node.track.homography import fit

CAMERA = SceneCamera(
    frame_px=(768, 432), position_m=(-1.0, -3.4, 2.8), yaw_rad=1.4, pitch_rad=0.69, focal_px=550.0
)
"""It looks along the front from beyond its near end."""
FLOOR_M = np.array([(x, y, 0.0) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0)])
FLOOR_FROM_PX = fit(CAMERA.project(FLOOR_M), FLOOR_M[:, :2]).floor_from_px
SHELF = Shelf("milk", "bay", ((-1.0, -1.8), (-1.0, 0.2)), 1.8)
PLACE = CameraPlace("hall", "usb:0", (768, 432), FLOOR_FROM_PX, 0.0)


def site(place: CameraPlace = PLACE, shelves: tuple[Shelf, ...] = (SHELF,)) -> Site:
    """Return a shop with that camera and those shelves."""
    return replace(bare_site("shop", is_in_metres=True), cameras=(place,), shelves=shelves)


def front(shelf: Shelf = SHELF) -> Front:
    """Return the shelf's front as the camera sees it."""
    fronts = fronts_of(site(shelves=(shelf,)))
    assert isinstance(fronts, tuple), "the camera does not measure its own shelf"
    return fronts[0]


def share_of(along_m: float, up_m: float) -> float:
    """Return where on the front's line a hand there lies, in [0, 1]."""
    found = front()
    at_m = np.array([*(found.near_m + along_m * found.along), up_m])
    line = found.ends_px[1] - found.ends_px[0]
    return float((CAMERA.project(at_m[None])[0] - found.ends_px[0]) @ line / (line @ line))
