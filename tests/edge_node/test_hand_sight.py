from dataclasses import replace

import numpy as np
import pytest

from edge_node.hand_sight import (
    LEAST_PX_PER_M,
    MOST_ASIDE_DEG,
    ShelfSight,
    as_measured,
    hand_reader_of,
    look_of,
    sights_of,
    unmeasured,
    with_watched_fronts,
)
from edge_node.scene import SceneCamera
from edge_node.site import CameraPlace, Shelf, Site, bare_site
from edge_node.track.hands import HandReader
from edge_node.track.homography import Homography, fit
from edge_node.track.pinhole import NoPinhole
from shared.schemas.layout import ViewLayout

CAMERA = SceneCamera(
    frame_px=(768, 432), position_m=(-1.0, -3.4, 2.8), yaw_rad=1.4, pitch_rad=0.69, focal_px=550.0
)
"""Hangs in line with the shelf's front edge and looks along it."""
FLOOR_M = np.array([(x, y, 0.0) for x in (-1.0, 0.0, 1.0) for y in (-1.0, 0.0, 1.0)])
FLOOR_FROM_PX = fit(CAMERA.project(FLOOR_M), FLOOR_M[:, :2]).floor_from_px
SHELF = Shelf("milk", "bay", ((-1.0, -1.8), (-1.0, 0.2)), 1.8)
FAR = Shelf("bread", "bay", ((-1.0, 1.0), (-1.0, 1.5)), 1.8)
FACED = Shelf("tea", "bay", ((-0.9, 0.0), (-0.5, 0.0)), 1.8)
LONG = Shelf("wine", "bay", ((-1.0, -6.0), (-1.0, 0.2)), 1.8)
PLACE = CameraPlace("hall", "usb:0", (768, 432), FLOOR_FROM_PX, 0.0)
COARSE = replace(PLACE, frame_px=(384, 216), floor_from_px=FLOOR_FROM_PX @ np.diag([2.0, 2.0, 1.0]))


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


@pytest.mark.parametrize(
    ("shop", "reason"),
    [
        (site(COARSE), "pixels a metre at the shelf, 110 are needed"),
        (site(shelves=(FACED,)), "aside of the shelf's front edge"),
        (site(shelves=(LONG,)), "of the shelf's front, 90% are needed"),
    ],
    ids=["too few pixels", "looked at from before it", "partly out of the picture"],
)
def test_a_shelf_that_is_seen_badly_is_not_measured(shop: Site, reason: str) -> None:
    found = hand_reader_of(shop)

    assert isinstance(found, NoPinhole)
    assert reason in found.reason
    assert reason in unmeasured(shop)[shop.shelf_names[0]]


def test_a_shelf_in_line_with_the_camera_is_seen_from_no_angle() -> None:
    found = sights_of(site())

    assert not isinstance(found, NoPinhole)
    assert found[0].aside_deg == pytest.approx(0.0, abs=0.5)
    assert found[0].share == 1.0
    assert not found[0].problem


@pytest.mark.parametrize(
    ("sight", "is_measured"),
    [
        (ShelfSight("a", 0.9, LEAST_PX_PER_M, MOST_ASIDE_DEG), True),
        (ShelfSight("a", 0.89, LEAST_PX_PER_M, MOST_ASIDE_DEG), False),
        (ShelfSight("a", 0.9, LEAST_PX_PER_M - 1, MOST_ASIDE_DEG), False),
        (ShelfSight("a", 0.9, LEAST_PX_PER_M, MOST_ASIDE_DEG + 1), False),
    ],
    ids=["on every bound", "too little in the picture", "too far", "too far aside"],
)
def test_every_bound_refuses_alone(sight: ShelfSight, *, is_measured: bool) -> None:
    assert (sight.problem == "") == is_measured


def test_only_shelves_that_are_seen_well_are_looked_at() -> None:
    shop = site(shelves=(FAR, SHELF))

    assert look_of(shop) is not None
    assert list(unmeasured(shop)) == ["bread"]


def test_a_layout_has_no_cell_for_a_shelf_that_nobody_measures() -> None:
    views = (ViewLayout(name="hall", stages=("browse", "engage")),)
    seen, unseen = (replace(site(shelves=shelves), views=views) for shelves in ((FAR, SHELF), (FAR,)))

    assert as_measured(seen).shelf_names == ("milk",)
    assert as_measured(seen).views == views
    assert as_measured(unseen).shelf_names == ()
    assert as_measured(unseen).views == (ViewLayout(name="hall", stages=("browse",)),)


def test_a_view_that_tells_nothing_but_hands_is_left_out_with_them() -> None:
    shop = replace(site(shelves=(FAR,)), views=(ViewLayout(name="hall", stages=("engage",)),))

    assert as_measured(shop).views == ()


@pytest.mark.parametrize(
    "cameras",
    [(), (PLACE, replace(PLACE, name="made", source="simulated:boutique?days=1&visitors=10&seed=1"))],
    ids=["no camera yet", "tracks that are made"],
)
def test_where_no_picture_is_looked_at_nothing_is_refused(cameras: tuple[CameraPlace, ...]) -> None:
    shop = replace(site(shelves=(FAR,)), cameras=cameras)

    assert unmeasured(shop) == {}
    assert as_measured(shop).shelf_names == ("bread",)


def test_a_camera_without_landmarks_measures_no_shelf_and_says_why() -> None:
    shop = site(replace(PLACE, floor_from_px=None))

    assert "no landmarks" in unmeasured(shop)["milk"]


def test_a_camera_watches_the_front_where_it_lies_on_the_floor() -> None:
    (camera,) = with_watched_fronts(site()).cameras

    ends = CAMERA.project(np.array([(*end, 0.0) for end in SHELF.front_xy]))
    assert np.array(camera.fronts_px) == pytest.approx(ends[None], abs=0.5)


def test_a_front_in_which_no_hand_is_measured_is_not_watched() -> None:
    (camera,) = with_watched_fronts(site(COARSE)).cameras

    assert camera.fronts_px == ()
