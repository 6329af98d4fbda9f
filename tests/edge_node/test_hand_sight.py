from dataclasses import replace

import numpy as np
import pytest

from edge_node.hand_sight import hand_reader_of, look_of
from edge_node.scene import SceneCamera
from edge_node.site import CameraPlace, Shelf, Site, bare_site
from edge_node.track.hands import HandReader
from edge_node.track.homography import Homography, fit
from edge_node.track.pinhole import NoPinhole

CAMERA = SceneCamera(
    frame_px=(768, 432), position_m=(0.0, -4.0, 2.8), yaw_rad=1.5708, pitch_rad=0.6, focal_px=550.0
)
FLOOR_M = np.array([(x, y, 0.0) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0)])
FLOOR_FROM_PX = fit(CAMERA.project(FLOOR_M), FLOOR_M[:, :2]).floor_from_px
SHELF = Shelf("milk", "bay", ((-1.0, 1.0), (1.0, 1.0)), 1.8)
PLACE = CameraPlace("hall", "usb:0", (768, 432), FLOOR_FROM_PX, 0.0)


def site(place: CameraPlace = PLACE, shelves: tuple[Shelf, ...] = (SHELF,)) -> Site:
    return replace(bare_site("shop", is_in_metres=True), cameras=(place,), shelves=shelves)


def test_a_camera_with_landmarks_before_a_shelf_looks_at_hands() -> None:
    assert isinstance(look_of(site()), HandReader)


@pytest.mark.parametrize(
    ("shop", "reason"),
    [
        (site(shelves=()), "the site has no shelves"),
        (site(replace(PLACE, floor_from_px=None)), "the camera has no landmarks"),
        (replace(site(), is_in_metres=False), "the camera has no landmarks"),
        (replace(site(), cameras=()), "the camera has no landmarks"),
        (site(replace(PLACE, frame_px=None)), "the camera has no frame_px"),
        (
            site(replace(PLACE, floor_from_px=Homography.scaled(50.0, 432.0).floor_from_px)),
            "looks straight down",
        ),
    ],
    ids=["no shelf", "no landmarks", "pixels", "no camera", "no frame size", "straight down"],
)
def test_where_nothing_can_tell_the_reason_is_said(shop: Site, reason: str) -> None:
    found = hand_reader_of(shop)

    assert isinstance(found, NoPinhole)
    assert reason in found.reason
    assert look_of(shop) is None
