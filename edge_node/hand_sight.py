"""Which cameras of a site can tell whether a hand is in a shelf, and what looks for them."""

import numpy as np

from edge_node.site import Site
from edge_node.track.hands import Front, HandReader
from edge_node.track.pinhole import NoPinhole, pinhole_of


def hand_reader_of(site: Site, camera_name: str | None = None) -> HandReader | NoPinhole:
    """Return what looks at hands for the camera (the first one, unsaid), or why nothing does."""
    camera = site.camera(camera_name)
    if not site.shelves:
        return NoPinhole("the site has no shelves")
    if camera is None or not site.is_in_metres or camera.floor_from_px is None:
        return NoPinhole("the camera has no landmarks: nothing says where its pixels lie on the floor")
    if camera.frame_px is None:
        return NoPinhole("the camera has no frame_px: nothing says where the middle of its picture is")
    pinhole = pinhole_of(camera.floor_from_px, camera.frame_px)
    if isinstance(pinhole, NoPinhole):
        return pinhole
    fronts = tuple(
        Front(index, np.array(shelf.front_xy, dtype=np.float64)) for index, shelf in enumerate(site.shelves)
    )
    return HandReader(pinhole, fronts, camera.frame_px)


def look_of(site: Site, camera_name: str | None = None) -> HandReader | None:
    """Return what looks at the hands, or None where nothing can: its tracks then have no hands."""
    reader = hand_reader_of(site, camera_name)
    return reader if isinstance(reader, HandReader) else None
