from dataclasses import replace

import numpy as np
import pytest

from edge_node.hand_sight import (
    HIGHEST_M,
    LEAST_PX_PER_M,
    LOWEST_M,
    MOST_ASIDE_M,
    ShelfSight,
    as_measured,
    fronts_of,
    hands_of,
    sights_of,
    unmeasured,
    with_watched_fronts,
)
from edge_node.site import CameraPlace, Shelf, Site
from edge_node.track.hands import Hands
from edge_node.track.homography import Homography
from edge_node.track.pinhole import NoPinhole
from shared.schemas.layout import ViewLayout
from tests.support.shelf_camera import CAMERA, FLOOR_FROM_PX, PLACE, SHELF, site

FAR = Shelf("bread", "bay", ((-1.0, 1.0), (-1.0, 1.5)), 1.8)
FACED = Shelf("tea", "bay", ((-0.9, 0.0), (-0.5, 0.0)), 1.8)
LONG = Shelf("wine", "bay", ((-1.0, -6.0), (-1.0, 0.2)), 1.8)
COARSE = replace(PLACE, frame_px=(384, 216), floor_from_px=FLOOR_FROM_PX @ np.diag([2.0, 2.0, 1.0]))


POINT = Shelf("point", "bay", ((-1.0, -1.0), (-1.0, -1.0)), 1.8)
BEHIND = Shelf("behind", "bay", ((-1.0, -6.5), (-1.0, 40.0)), 1.8)
CORNER = Shelf("corner", "bay", ((-1.0, -1.8), (-1.0, -0.8), (-1.0, 0.2)), 1.8)


def test_a_camera_in_line_with_a_shelf_tells_hands() -> None:
    fronts = fronts_of(site())

    assert isinstance(hands_of(site()), Hands)
    assert isinstance(fronts, tuple)
    assert [front.shelf for front in fronts] == [0]


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
    found = fronts_of(shop)

    assert isinstance(found, NoPinhole)
    assert reason in found.reason
    assert hands_of(shop) is None


@pytest.mark.parametrize(
    ("shop", "reason"),
    [
        (site(COARSE), "pixels a metre at the shelf, 110 are needed"),
        (site(shelves=(FACED,)), "aside of the shelf's front, at most 0.1 m tell"),
        (site(shelves=(CORNER,)), "is not one straight line"),
        (site(shelves=(POINT,)), "is not one straight line"),
        (site(shelves=(BEHIND,)), "sees 0% of the shelf's front"),
        (site(shelves=(LONG,)), "of the shelf's front, 90% are needed"),
    ],
    ids=[
        "too few pixels",
        "looked at from before it",
        "with a corner",
        "a point",
        "behind the camera",
        "partly out of the picture",
    ],
)
def test_a_shelf_that_is_seen_badly_is_not_measured(shop: Site, reason: str) -> None:
    found = fronts_of(shop)

    assert isinstance(found, NoPinhole)
    assert reason in found.reason
    assert reason in unmeasured(shop)[shop.shelf_names[0]]


def test_a_camera_in_line_with_a_shelf_hangs_in_the_plane_of_its_front() -> None:
    found = sights_of(site())

    assert not isinstance(found, NoPinhole)
    assert found[0].aside_m == pytest.approx(0.0, abs=0.01)
    assert found[0].share == 1.0
    assert not found[0].problem


@pytest.mark.parametrize(
    ("sight", "is_measured"),
    [
        (ShelfSight("a", 0.9, LEAST_PX_PER_M, MOST_ASIDE_M), True),
        (ShelfSight("a", 0.89, LEAST_PX_PER_M, MOST_ASIDE_M), False),
        (ShelfSight("a", 0.9, LEAST_PX_PER_M - 1, MOST_ASIDE_M), False),
        (ShelfSight("a", 0.9, LEAST_PX_PER_M, MOST_ASIDE_M + 0.01), False),
    ],
    ids=["on every bound", "too little in the picture", "too far", "too far aside"],
)
def test_every_bound_refuses_alone(sight: ShelfSight, *, is_measured: bool) -> None:
    assert (sight.problem == "") == is_measured


def test_only_shelves_that_are_seen_well_are_looked_at() -> None:
    shop = site(shelves=(FAR, SHELF))

    found = fronts_of(shop)

    assert isinstance(found, tuple)
    assert [front.shelf for front in found] == [1]
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


def test_a_front_is_one_line_from_low_and_near_to_high_and_far() -> None:
    (camera,) = with_watched_fronts(site()).cameras
    (line,) = camera.fronts

    ends = CAMERA.project(np.array([(-1.0, -1.8, LOWEST_M), (-1.0, 0.2, HIGHEST_M)]))
    assert line.shelf == 0
    assert np.array(line.ends_px) == pytest.approx(ends, abs=0.5)
    assert 110 < line.px_per_m < 160


def test_a_front_in_which_no_hand_is_measured_is_not_watched() -> None:
    (camera,) = with_watched_fronts(site(COARSE)).cameras

    assert (camera.fronts_px, camera.fronts) == ((), ())
