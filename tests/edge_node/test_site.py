from dataclasses import replace

import numpy as np
import pytest

from edge_node.errors import SiteError
from edge_node.site import CameraPlace, Shelf, Site, bare_site
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from shared.schemas.layout import SiteLayout

SQUARE = ((0.0, 0.0), (8.0, 0.0), (8.0, 6.0), (0.0, 6.0))
DOOR = Line("door", (1.0, 1.0), (3.0, 1.0))
SHELF = Zone.of("shelf", "grocery", ((4.0, 2.0), (6.0, 2.0), (6.0, 4.0)))


def site(*cameras: CameraPlace) -> Site:
    return Site(
        name="Corner shop",
        timezone="Europe/Berlin",
        opens_at="08:00",
        closes_at="20:00",
        is_in_metres=True,
        floor_polygon_xy=SQUARE,
        lines=(DOOR,),
        zones=(SHELF,),
        cameras=cameras,
    )


def camera(name: str) -> CameraPlace:
    return CameraPlace(name, "usb:0", (640, 480), np.eye(3), 0.0)


def test_a_layout_carries_the_floor_and_nothing_of_the_cameras() -> None:
    layout = site(camera("till")).layout()

    assert SiteLayout.model_validate_json(layout.model_dump_json(), strict=False) == layout
    assert "till" not in layout.model_dump_json()


def test_a_camera_that_shares_no_view_has_one_of_its_own() -> None:
    shared = CameraPlace("till", "usb:1", (640, 480), np.eye(3), 0.0, view="hall")

    assert (camera("door").view, shared.view) == ("door", "hall")


def test_a_layout_keeps_lines_and_zones() -> None:
    layout = site().layout()

    assert layout.lines[0].to_xy_m == (3.0, 1.0)
    assert layout.zones[0].polygon_xy_m == ((4.0, 2.0), (6.0, 2.0), (6.0, 4.0))


def test_a_site_in_pixels_has_no_layout() -> None:
    with pytest.raises(SiteError, match="is in pixels and has no floor plan"):
        bare_site("clip", is_in_metres=False).layout()


def test_shelves_are_named_in_their_order() -> None:
    front = ((4.0, 2.0), (6.0, 2.0))
    shelves = (Shelf("milk", "shelf", front, 1.8), Shelf("bread", "shelf", front, 1.8))

    assert replace(site(), shelves=shelves).shelf_names == ("milk", "bread")


def test_cameras_are_found_by_name_and_the_first_without_one() -> None:
    shop = site(camera("door"), camera("till"))

    assert [found and found.name for found in (shop.camera(), shop.camera("till"))] == ["door", "till"]


def test_a_site_without_cameras_has_no_first_one() -> None:
    assert site().camera() is None


def test_an_unknown_camera_is_named_with_those_there_are() -> None:
    with pytest.raises(SiteError, match="no camera 'roof'; it has door"):
        site(camera("door")).camera("roof")


def test_added_places_stand_in_for_those_of_their_name() -> None:
    moved = Line("door", (0.0, 2.0), (3.0, 2.0))

    shop = site().with_places((moved,), (Zone.of("till", "checkout", SQUARE),))

    assert shop.lines == (moved,)
    assert [zone.name for zone in shop.zones] == ["shelf", "till"]
