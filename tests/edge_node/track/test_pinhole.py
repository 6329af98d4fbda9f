import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_node.scene import SceneCamera
from edge_node.track.homography import Homography, fit
from edge_node.track.pinhole import NoPinhole, Pinhole, pinhole_of

FRAME_PX = (768, 432)
FLOOR_M = np.array([(x, y, 0.0) for x in (-1.5, 0.0, 1.5) for y in (-1.5, 0.0, 1.5)])


def camera(yaw: float, pitch: float, focal_px: float, height_m: float) -> SceneCamera:
    """Return a camera whose middle looks at the origin of the floor."""
    away_m = height_m / math.tan(pitch)
    return SceneCamera(
        frame_px=FRAME_PX,
        position_m=(-away_m * math.cos(yaw), -away_m * math.sin(yaw), height_m),
        yaw_rad=yaw,
        pitch_rad=pitch,
        focal_px=focal_px,
    )


def recovered(of: SceneCamera, floor_m: NDArray[np.float64] = FLOOR_M) -> Pinhole | NoPinhole:
    return pinhole_of(fit(of.project(floor_m), floor_m[:, :2]).floor_from_px, FRAME_PX)


CAMERAS = st.builds(
    camera, st.floats(-math.pi, math.pi), st.floats(0.35, 1.2), st.floats(350.0, 1500.0), st.floats(2.2, 5.0)
)


@given(CAMERAS)
def test_the_camera_behind_its_homography_is_found(of: SceneCamera) -> None:
    found = recovered(of)

    assert isinstance(found, Pinhole)
    assert found.focal_px == pytest.approx(of.focal_px, rel=1e-3)
    np.testing.assert_allclose(found.position_m, of.position_m, atol=0.01)
    np.testing.assert_allclose(found.rotation, of.rotation, atol=1e-3)


@given(CAMERAS, st.floats(0.0, 2.0))
def test_points_in_the_air_are_seen_where_the_camera_sees_them(of: SceneCamera, up_m: float) -> None:
    found = recovered(of)
    points_m = FLOOR_M + np.array([0.0, 0.0, up_m])

    assert isinstance(found, Pinhole)
    in_front = of.to_camera(points_m)[:, 2] > 0.1
    np.testing.assert_allclose(found.project(points_m[in_front]), of.project(points_m[in_front]), atol=0.5)


@pytest.mark.parametrize("seed", range(8))
def test_a_pixel_of_error_in_every_landmark_moves_it_little(seed: int) -> None:
    of = camera(0.4, 0.5, 600.0, 3.0)
    pixels = of.project(FLOOR_M) + np.random.default_rng(seed).normal(0.0, 1.0, (len(FLOOR_M), 2))

    found = pinhole_of(fit(pixels, FLOOR_M[:, :2]).floor_from_px, FRAME_PX)

    assert isinstance(found, Pinhole)
    assert found.focal_px == pytest.approx(of.focal_px, rel=0.1)
    np.testing.assert_allclose(found.position_m, of.position_m, atol=0.5)


@given(CAMERAS, st.floats(0.0, 1.0))
def test_a_point_of_known_height_is_found_again(of: SceneCamera, up_m: float) -> None:
    found = recovered(of)
    points_m = FLOOR_M + np.array([0.0, 0.0, up_m])

    assert isinstance(found, Pinhole)
    in_front = of.to_camera(points_m)[:, 2] > 0.1
    passed = found.at_height(of.project(points_m[in_front]), up_m)
    np.testing.assert_allclose(passed, points_m[in_front, :2], atol=0.02)


def test_a_pixel_above_the_horizon_meets_no_floor() -> None:
    found = recovered(camera(0.0, 0.5, 600.0, 3.0))

    assert isinstance(found, Pinhole)
    assert np.isnan(found.at_height(np.array([[384.0, -400.0]]), 0.0)).all()


def test_what_lies_behind_the_camera_is_seen_nowhere() -> None:
    found = recovered(camera(0.0, 0.5, 600.0, 3.0))

    assert isinstance(found, Pinhole)
    assert np.isnan(found.project(np.array([[-50.0, 0.0, 1.0]]))).all()


def mirrored() -> NDArray[np.float64]:
    of = camera(0.4, 0.5, 600.0, 3.0)
    return fit(of.project(FLOOR_M), FLOOR_M[:, :2] * [1.0, -1.0]).floor_from_px


def turned() -> NDArray[np.float64]:
    of = camera(0.4, 0.5, 600.0, 3.0)
    sideways = of.project(FLOOR_M) - np.array(FRAME_PX) / 2
    pixels = np.column_stack((-sideways[:, 1], sideways[:, 0])) + np.array(FRAME_PX) / 2
    return fit(pixels, FLOOR_M[:, :2]).floor_from_px


def stretched() -> NDArray[np.float64]:
    of = camera(0.4, 0.5, 600.0, 3.0)
    return fit(of.project(FLOOR_M), FLOOR_M[:, :2] * [1.0, 3.0]).floor_from_px


def in_centimetres() -> NDArray[np.float64]:
    of = camera(0.4, 0.5, 600.0, 3.0)
    return fit(of.project(FLOOR_M), FLOOR_M[:, :2] * 100).floor_from_px


@pytest.mark.parametrize(
    ("floor_from_px", "reason"),
    [
        (Homography.scaled(50.0, 432.0).floor_from_px, "got one that looks straight down"),
        (mirrored(), "got one that is turned or mirrored"),
        (turned(), "got one that is turned or mirrored"),
        (stretched(), "expected a focal length of 230 to 7680 px, got none"),
        (in_centimetres(), "got 300.0 m"),
        (np.zeros((3, 3)), "cannot be inverted"),
    ],
    ids=["straight down", "mirrored floor", "turned by 90°", "stretched floor", "centimetres", "no map"],
)
def test_a_map_that_no_upright_camera_has_is_refused(floor_from_px: NDArray[np.float64], reason: str) -> None:
    found = pinhole_of(floor_from_px, FRAME_PX)

    assert isinstance(found, NoPinhole)
    assert reason in found.reason
