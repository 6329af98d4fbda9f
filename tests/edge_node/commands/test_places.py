import numpy as np
import pytest

from edge_node.commands.places import Given, parse, with_given
from edge_node.errors import SiteError
from edge_node.site import CameraPlace, Site, bare_site

METRES, PIXELS = bare_site("shop", is_in_metres=True), bare_site("clip", is_in_metres=False)


def mapped() -> Site:
    camera = CameraPlace("door", "", None, np.diag([0.01, 0.01, 1.0]), 0.0)
    return Site("s", "UTC", "00:00", "23:59", is_in_metres=True, floor_polygon_xy=(), cameras=(camera,))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("door=0,-1.5,4,1e1", None), ("door=0,-1.5,4,10m", "m"), (" door = 0, -1.5, 4, 10 px", "px")],
    ids=["no suffix", "metres", "pixels, with blanks"],
)
def test_a_line_is_a_name_and_four_numbers(text: str, unit: str | None) -> None:
    assert parse(text, "--line") == Given("door", ((0.0, -1.5), (4.0, 10.0)), unit)  # type: ignore[arg-type]  # parametrised


def test_a_zone_is_a_name_and_corners() -> None:
    site = with_given(METRES, [], ["bay=0,0,4,0,4,4,0,4"])

    assert site.zones[0].polygon_xy.tolist() == [[0, 0], [4, 0], [4, 4], [0, 4]]


def test_a_line_on_a_picture_has_y_down() -> None:
    assert with_given(PIXELS, ["door=0,0,4,0"], []).lines[0].is_y_down


def test_pixels_are_brought_to_the_floor_where_a_homography_is_known() -> None:
    assert with_given(mapped(), ["door=100,0,400,0px"], []).lines[0].to_xy == pytest.approx((4.0, 0.0))


def test_no_suffix_means_metres_where_there_are_metres() -> None:
    assert with_given(mapped(), ["door=1,0,4,0"], []).lines[0].to_xy == (4.0, 0.0)


@pytest.mark.parametrize(
    ("site", "line", "message"),
    [
        (METRES, "door", "expected --line NAME=x1,y1,x2,y2"),
        (METRES, "door=1,2,3", "got 3 numbers"),
        (METRES, "door=1,,2,3", "expected --line"),
        (METRES, "The Door=1,2,3,4", "name: string should match"),
        (METRES, "door=1,2,1,2", "needs two different ends"),
        (METRES, "door=1,2,3,4px", "nothing says where pixels lie on the floor"),
        (PIXELS, "door=1,2,3,4m", "nothing says where metres lie in the picture"),
    ],
)
def test_a_line_of_another_form_is_refused(site: Site, line: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        with_given(site, [line], [])


@pytest.mark.parametrize(
    ("zone", "message"),
    [
        ("bay=1,2,3,4", "expected --zone NAME=x,y"),
        ("bay=0,0,1,1,2,2", "has no area"),
        ("Bay=0,0,1,0,1,1", "name: string should match"),
    ],
)
def test_a_zone_of_another_form_is_refused(zone: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        with_given(METRES, [], [zone])


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(SiteError, match="got 'door' 2 times"):
        with_given(METRES, ["door=0,0,4,0", "door=0,1,4,1"], [])
