from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import SiteError
from edge_node.site import Site
from edge_node.site_file import SiteFile
from edge_node.site_reader import load_site, mover, stay, to_site
from edge_node.track.homography import Homography
from shared.config import parse_toml
from tests.support.shelf_camera import CAMERA as IN_LINE
from tests.support.shelf_camera import FLOOR_M, SHELF

SITES = sorted((Path(__file__).resolve().parents[1] / "sites").glob("*.toml"))
CAMERA = '[[cameras]]\nname = "door"\nframe_px = [640, 480]\n'
LANDMARKS = (
    "landmarks = [{px=[0,400],m=[0,0]},{px=[400,400],m=[4,0]},{px=[400,0],m=[4,4]},{px=[0,0],m=[0,4]}]\n"
)
DOOR = '[[lines]]\nname = "door"\nfrom_xy = [0, 300]\nto_xy = [200, 300]\n'
FLOOR = "floor = [[0, 0], [8, 0], [8, 6], [0, 6]]\n"


def read(text: str) -> Site:
    return to_site(parse_toml(f'name = "Shop"\n{text}', SiteFile, name="site.toml"))


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
def test_every_site_file_of_the_clips_is_read(path: Path) -> None:
    site = load_site(path)

    assert site.lines
    assert site.zones


def test_a_file_in_pixels_with_landmarks_gives_metres() -> None:
    site = read('units = "px"\n' + CAMERA + LANDMARKS + DOOR)

    assert site.is_in_metres
    assert site.lines[0].from_xy == pytest.approx((0.0, 1.0))
    assert not site.lines[0].is_y_down


def test_a_file_in_pixels_without_landmarks_stays_in_pixels() -> None:
    site = read('units = "px"\n' + CAMERA + DOOR)

    assert not site.is_in_metres
    assert site.lines[0].is_y_down


def test_one_scale_for_the_picture_gives_metres() -> None:
    site = read('units = "px"\n' + CAMERA + "px_per_m = 100.0\n" + DOOR)

    assert site.lines[0].to_xy == pytest.approx((2.0, 1.8))


def test_the_residual_of_the_landmarks_is_kept() -> None:
    camera = read(CAMERA + LANDMARKS).camera()

    assert camera is not None
    assert camera.residual_cm == pytest.approx(0.0, abs=1e-6)


def test_a_camera_has_a_view_of_its_own_unless_it_says_otherwise() -> None:
    shared = CAMERA.replace('"door"', '"till"') + LANDMARKS + 'view = "hall"\n'

    site = read(CAMERA + LANDMARKS + shared)

    assert [camera.view for camera in site.cameras] == ["door", "hall"]


def test_the_only_line_is_the_entrance() -> None:
    assert read(DOOR).entrance == ("door",)


def test_of_two_lines_none_is_the_entrance_unsaid() -> None:
    assert read(DOOR + DOOR.replace("door", "till")).entrance == ()


def test_without_an_outline_the_floor_is_a_box_round_everything() -> None:
    assert read(DOOR).floor_polygon_xy == ((-1.0, 299.0), (201.0, 299.0), (201.0, 301.0), (-1.0, 301.0))


def test_a_grid_and_a_shelf_are_kept() -> None:
    site = read(
        FLOOR
        + '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[1, 1], [2, 1], [2, 2]]\n'
        + '[[shelves]]\nname = "board"\nzone = "bay"\nfront = [[1, 2], [2, 2]]\n'
        + "[grid]\norigin_m = [0, 0]\ncell_m = 1\ncolumns = 8\nrows = 6\n"
    )

    assert site.grid is not None
    assert site.grid.columns == 8
    assert site.shelves[0].front_xy == ((1.0, 2.0), (2.0, 2.0))
    assert site.layout().grid == site.grid


def test_a_camera_watches_queues_beside_lines() -> None:
    queue = '[[zones]]\nname = "till"\ntype = "queue"\npolygon = [[1, 1], [2, 1], [2, 2]]\n'
    line = '[[lines]]\nname = "door"\nfrom_xy = [1, 3]\nto_xy = [3, 3]\n'

    camera = read(FLOOR + CAMERA + LANDMARKS + line + queue).camera()

    assert camera is not None
    assert len(camera.lines_px) == 4


def test_a_camera_in_line_with_a_shelf_watches_its_front() -> None:
    marks = [
        f"{{px=[{px[0]:.2f},{px[1]:.2f}],m=[{at_m[0]},{at_m[1]}]}}"
        for px, at_m in zip(IN_LINE.project(FLOOR_M), FLOOR_M, strict=True)
    ]
    camera = read(
        f'[[cameras]]\nname = "hall"\nframe_px = [768, 432]\nlandmarks = [{",".join(marks)}]\n'
        + '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[-1, -2], [0, -2], [0, 1], [-1, 1]]\n'
        + f'[[shelves]]\nname = "milk"\nzone = "bay"\nfront = {[list(end) for end in SHELF.front_xy]}\n'
    ).camera()

    assert camera is not None
    assert camera.fronts_px
    assert [front.shelf for front in camera.fronts] == [0]


def test_a_table_that_is_reached_into_all_round_is_one_shelf() -> None:
    site = read(
        FLOOR
        + '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[1, 1], [2, 1], [2, 2]]\n'
        + '[[shelves]]\nname = "table"\nzone = "bay"\nfront = [[1, 1], [2, 1], [2, 2], [1, 1]]\n'
    )

    assert site.shelves[0].front_xy == ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FLOOR + DOOR, 'line "door" lies 351.14 m outside the floor'),
        (
            FLOOR + '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[1, 1], [9, 1], [2, 2]]\n',
            'zone "bay" lies 1.0 m outside the floor',
        ),
        ("floor = [[0, 0], [1, 0], [2, 0]]\n", "the floor has no area"),
        (
            '[[zones]]\nname = "bay"\ntype = "grocery"\npolygon = [[1, 1], [2, 2], [3, 3]]\n',
            'zone "bay" has no area',
        ),
        (DOOR.replace("[200, 300]", "[0, 300]"), 'line "door" needs two different ends'),
        (
            CAMERA + LANDMARKS.replace("[400,400]", "[0,200]").replace("[4,0]", "[0,2]"),
            'camera "door": landmarks 1, 2, 4 lie in one row in the image',
        ),
        (CAMERA + LANDMARKS + "px_per_m = 10.0\n", "has landmarks and px_per_m. Give one"),
        (
            CAMERA + CAMERA.replace('"door"', '"till"') + 'view = "door"\n',
            "camera 'door' shares view 'door' and has no landmarks; give four, or a view of its own",
        ),
        ('[[cameras]]\nname = "door"\npx_per_m = 10.0\n', "needs frame_px"),
        ("[grid]\norigin_m = [0, 0]\ncell_m = 1\ncolumns = 20\nrows = 20\n", "at most 100 cells"),
    ],
    ids=[
        "a line outside the floor",
        "a zone outside the floor",
        "a floor without area",
        "a zone without area",
        "a line without length",
        "landmarks in a row",
        "two cameras of one view, off the floor",
        "two ways to metres",
        "a scale without a frame",
        "too fine a grid",
    ],
)
def test_what_cannot_be_is_refused_in_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        read(text)


def test_moving_a_point_is_the_homography() -> None:
    homography = Homography(np.diag([2.0, 3.0, 1.0]), 0.0)

    assert (mover(homography)((1.0, 1.0)), stay((1.0, 1.0))) == ((2.0, 3.0), (1.0, 1.0))


STREET = '[[zones]]\nname = "street"\ntype = "outside"\npolygon = [[0, -2], [8, -2], [8, 0]]\n'


def test_the_street_may_lie_outside_the_floor_and_has_no_least_stay() -> None:
    (street,) = read(FLOOR + STREET).zones

    assert street.min_dwell_s == 0.0


def test_a_zone_keeps_the_least_stay_it_says() -> None:
    (street,) = read(FLOOR + STREET + "min_dwell_s = 2\n").zones

    assert street.min_dwell_s == 2.0


def test_views_of_the_funnel_are_kept() -> None:
    site = read(FLOOR + CAMERA + LANDMARKS + '[[views]]\nname = "door"\nstages = ["pass_by", "enter"]\n')

    assert site.layout().views[0].stages == ("pass_by", "enter")


def test_a_view_that_no_camera_has_is_refused() -> None:
    with pytest.raises(SiteError, match="a view 'yard' that no camera has; expected one of door"):
        read(FLOOR + CAMERA + LANDMARKS + '[[views]]\nname = "yard"\nstages = ["enter"]\n')
