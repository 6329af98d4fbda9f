"""A body from the simulator, seen through a camera, before one shelf: what the reader says of its hands."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_node.observations import NO_SHELF, NOT_LOOKED, Pose
from edge_node.scene import SceneCamera
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.paths import STAND_OFF_M
from edge_node.track.hands import Front, HandReader
from edge_node.track.pinhole import Pinhole

FRAME_PX = (768, 432)
SHELF = 3
FRONT = Front(SHELF, np.array([(STAND_OFF_M, -2.0), (STAND_OFF_M, 2.0)]))
"""The person stands at the origin and looks east, straight at it."""
EXCHANGED = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15]


def camera(from_rad: float = 2.0, away_m: float = 4.0) -> SceneCamera:
    """Return a camera 2.8 m up that looks at the person from that side."""
    x_m, y_m = away_m * math.cos(from_rad), away_m * math.sin(from_rad)
    return SceneCamera(
        frame_px=FRAME_PX,
        position_m=(x_m, y_m, 2.8),
        yaw_rad=from_rad + math.pi,
        pitch_rad=math.atan2(1.9, away_m),
        focal_px=550.0,
    )


def reader(of: SceneCamera, front: Front = FRONT) -> HandReader:
    pinhole = Pinhole((384.0, 216.0), of.focal_px, of.rotation, np.array(of.position_m))
    return HandReader(pinhole, (front,), FRAME_PX)


def body(acts: tuple[Act, ...] = (), stature_m: float = 1.7) -> NDArray[np.float64]:
    """Return the keypoints of somebody who stands there, at second 3."""
    still = np.array([(0.0, 0.0), (0.0, 0.0)])
    movement = Movement(0, 0, "visitor", np.array([0.0, 9.0]), still, acts, None, None, stature_m)
    return keypoints_m(posture_of(movement, np.array([2.9, 3.0])), stature_m)[1]


def reaching(height_m: float = 1.2, stature_m: float = 1.7) -> NDArray[np.float64]:
    out = Act("reach", 1.0, 2.0, 0.0, "s", "right", height_m)
    held = Act("hold", 2.0, 5.0, 0.0, "s", "right", height_m)
    return body((out, held), stature_m)


def pose(points_m: NDArray[np.float64], of: SceneCamera) -> Pose:
    pixels = of.project(points_m)
    crown = of.project(points_m[3:5] + np.array([0.0, 0.0, 0.11]))
    sole = of.project(points_m[15:17] * [1.0, 1.0, 0.0])
    outline = np.concatenate((pixels, crown, sole, pixels[9:11] + 0.35 * (pixels[9:11] - pixels[7:9])))
    keypoints = np.zeros((17, 3), np.float32)
    keypoints[5:, :2], keypoints[5:, 2] = pixels[5:], 1.0
    box = np.concatenate((outline.min(axis=0), outline.max(axis=0))).astype(np.float32)
    return Pose(keypoints, box, 0.9)


SIDES = pytest.mark.parametrize("from_rad", [0.9, 1.6, 2.3, 3.1, 4.0, 5.2], ids=lambda rad: f"{rad} rad")


@SIDES
@pytest.mark.parametrize("height_m", [0.7, 1.0, 1.4])
def test_a_hand_in_the_shelf_is_seen_from_every_side(from_rad: float, height_m: float) -> None:
    of = camera(from_rad)

    assert reader(of)(pose(reaching(height_m), of)).hand_at == SHELF


@SIDES
def test_somebody_who_looks_at_the_shelf_has_no_hand_in_it(from_rad: float) -> None:
    of = camera(from_rad)

    assert reader(of)(pose(body(), of)).hand_at == NO_SHELF


@SIDES
def test_somebody_who_looks_at_a_product_has_no_hand_in_it(from_rad: float) -> None:
    of = camera(from_rad)
    looking = body((Act("inspect", 1.0, 5.0, 0.0, "s", "right"),))

    assert reader(of)(pose(looking, of)).hand_at == NO_SHELF


@pytest.mark.parametrize("stature_m", [1.55, 1.7, 1.85], ids=["small", "middle", "tall"])
def test_body_height_does_not_matter(stature_m: float) -> None:
    of = camera()

    assert reader(of)(pose(reaching(stature_m=stature_m), of)).hand_at == SHELF
    assert reader(of)(pose(body(stature_m=stature_m), of)).hand_at == NO_SHELF


@pytest.mark.parametrize("points_m", [reaching(), body()], ids=["reaching", "idle"])
def test_left_and_right_exchanged_say_the_same(points_m: NDArray[np.float64]) -> None:
    of = camera()
    seen = pose(points_m, of)

    exchanged = replace(seen, keypoints=seen.keypoints[EXCHANGED])

    assert reader(of)(exchanged).log_odds == pytest.approx(reader(of)(seen).log_odds, abs=0.01)


def test_the_same_reach_far_from_every_shelf_is_into_none() -> None:
    of = camera()
    far = Front(SHELF, np.array([(2.5, -2.0), (2.5, 2.0)]))

    assert reader(of, far)(pose(reaching(), of)).hand_at == NO_SHELF


def test_a_hand_before_the_edge_is_not_in_the_shelf() -> None:
    of = camera()
    further = Front(SHELF, np.array([(STAND_OFF_M + 0.45, -2.0), (STAND_OFF_M + 0.45, 2.0)]))

    assert reader(of, further)(pose(reaching(), of)).hand_at == NO_SHELF


def test_of_two_shelves_it_is_the_one_before_the_hand() -> None:
    of = camera()
    behind = Front(1, np.array([(-STAND_OFF_M, -2.0), (-STAND_OFF_M, 2.0)]))
    pinhole = Pinhole((384.0, 216.0), of.focal_px, of.rotation, np.array(of.position_m))

    assert HandReader(pinhole, (behind, FRONT), FRAME_PX)(pose(reaching(), of)).hand_at == SHELF


def test_without_keypoints_the_box_tells_of_whom_it_is_known_where_they_stand() -> None:
    of = camera()
    unread = np.zeros((17, 3), np.float32)
    reach, idle = (
        reader(of)(replace(pose(b, of), keypoints=unread), np.zeros(2)) for b in (reaching(), body())
    )

    assert reach.log_odds > idle.log_odds + 1.0


def test_without_keypoints_nobody_has_looked() -> None:
    of = camera()
    seen = pose(reaching(), of)

    assert reader(of)(replace(seen, keypoints=np.zeros((17, 3), np.float32))).hand_at == NOT_LOOKED


def test_somebody_of_whom_only_the_legs_are_seen_has_not_been_looked_at() -> None:
    of = camera()
    seen = pose(reaching(), of)
    keypoints = seen.keypoints.copy()
    keypoints[5:11, 2] = 0.2

    assert reader(of)(replace(seen, keypoints=keypoints)).hand_at == NOT_LOOKED


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_a_few_per_cent_of_noise_seldom_matter(seed: int, is_reaching: bool) -> None:
    of, rng = camera(), np.random.default_rng(seed)
    clean = pose(reaching() if is_reaching else body(), of)
    looks = []
    for _ in range(7):
        keypoints = clean.keypoints.copy()
        keypoints[5:, :2] += rng.normal(0.0, 0.02 * 210, (12, 2))
        looks.append(reader(of)(replace(clean, keypoints=keypoints)).hand_at)

    assert (looks.count(SHELF) >= 4) == is_reaching
