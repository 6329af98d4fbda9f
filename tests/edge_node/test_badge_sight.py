"""What a badge is sized for comes from the camera's landmarks and the floor it sees."""

from datetime import UTC, datetime

import numpy as np
import pytest

from edge_node.badge_sight import CHEST_M, sight_of
from edge_node.errors import SiteError
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.site_toml import site_toml
from edge_node.simulation.views import VIEWS, camera_of, placed
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from shared.config import parse_toml

VIEW = VIEWS["boutique-door"]
CAMERA = camera_of(VIEW, EVERYDAY)
START = datetime(2026, 11, 26, tzinfo=UTC)


def _site() -> Site:
    text = site_toml(VIEW.shop, "Test", "UTC", cameras=(placed(CAMERA, "rendered:x"),))
    return to_site(parse_toml(text, SiteFile, name="test"))


def test_the_lens_is_found_from_landmarks() -> None:
    assert sight_of(_site(), CAMERA.name).focal_px == pytest.approx(CAMERA.focal_px, rel=0.02)


def test_nobody_on_the_floor_is_nearer_or_farther_than_is_said() -> None:
    sight = sight_of(_site(), CAMERA.name)

    floor = np.array(_site().floor_polygon_xy)
    rng = np.random.default_rng(1)
    chests = np.column_stack([rng.uniform(floor.min(0), floor.max(0), (4000, 2)), np.full(4000, CHEST_M)])
    depth = CAMERA.to_camera(chests)[:, 2]
    seen = CAMERA.project(chests[depth > 0.1])
    inside = ((seen > 0) & (seen < np.array(CAMERA.frame_px))).all(axis=1)
    away_m = np.linalg.norm(chests[depth > 0.1][inside] - np.array(CAMERA.position_m), axis=1)
    assert sight.farthest_m == pytest.approx(away_m.max(), abs=0.4)
    assert sight.nearest_m == pytest.approx(away_m.min(), abs=0.4)


def test_a_camera_without_landmarks_asks_for_its_lens() -> None:
    bare = bare_site("test", is_in_metres=False)
    place = CameraPlace("door", "x.mp4", (640, 480), None, 0.0)
    site = Site(**{name: getattr(bare, name) for name in Site.__slots__} | {"cameras": (place,)})

    with pytest.raises(
        SiteError, match=r"it has no landmarks\. Give --distance-m, --width-px and --lens-deg"
    ):
        sight_of(site, "door")


def test_an_unknown_camera_is_said_with_those_there_are() -> None:
    with pytest.raises(SiteError, match="no camera 'till'; it has boutique-door"):
        sight_of(_site(), "till")


def test_a_camera_that_sees_nobody_on_the_floor_is_refused() -> None:
    site = _site()
    elsewhere = tuple((x + 500.0, y + 500.0) for x, y in site.floor_polygon_xy)
    moved = Site(**{name: getattr(site, name) for name in Site.__slots__} | {"floor_polygon_xy": elsewhere})

    with pytest.raises(SiteError, match="sees no chest over the floor"):
        sight_of(moved, CAMERA.name)
