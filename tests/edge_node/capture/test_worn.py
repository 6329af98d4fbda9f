"""A drawn badge hangs on the chest, can be read from the front, and hides behind a turned back."""

import math

import numpy as np
import pytest

from edge_node.badges.reader import BadgeReader
from edge_node.capture.clothes import look_of
from edge_node.capture.figures import draw_on
from edge_node.capture.worn import card_corners_m
from edge_node.observations import BADGE_KINDS, BadgeKind
from edge_node.scene import SceneBadge, SceneCamera
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Movement
from tests.support.badges import filled

CAMERA = SceneCamera(
    frame_px=(1280, 720), position_m=(4.0, 6.6, 3.0), yaw_rad=-math.pi / 2, pitch_rad=0.375, focal_px=1100.0
)


def _read(towards_m: float, badge: SceneBadge | None) -> tuple[list[str], np.ndarray]:
    """Return the kinds read on somebody half-way on a walk by towards_m, and their keypoints in metres."""
    knots = np.array([[4.0, 1.0], [4.0, 1.0 + towards_m]])
    movement = Movement(0, 0, "visitor", np.array([0.0, 2.0]), knots, (), None, None, 1.7)
    points_m = keypoints_m(posture_of(movement, np.arange(0.0, 2.0, 0.1)), 1.7)[10]
    pixels = np.full((720, 1280, 3), 160, dtype=np.uint8)
    draw_on(pixels, CAMERA, points_m, look_of(0), badge)
    seen = CAMERA.project(points_m)
    box = (*(seen.min(axis=0) - 20).tolist(), *(seen.max(axis=0) + 20).tolist())
    return [read.kind for read in BadgeReader().read(filled(pixels, box), 0)], points_m


@pytest.mark.parametrize("kind", BADGE_KINDS)
def test_a_drawn_badge_is_read_from_the_front(kind: BadgeKind) -> None:
    assert _read(2.0, SceneBadge(kind=kind, side_m=0.14))[0] == [kind]


@pytest.mark.parametrize(("is_on_back", "kinds"), [(False, []), (True, ["staff"])], ids=["chest", "both"])
def test_from_behind_only_a_badge_on_the_back_is_read(is_on_back: bool, kinds: list[str]) -> None:
    badge = SceneBadge(kind="staff", side_m=0.14, is_on_back=is_on_back)

    assert _read(-2.0, badge)[0] == kinds


def test_nobody_without_a_badge_is_read() -> None:
    assert _read(2.0, None)[0] == []


def test_the_card_is_a_square_with_its_white_round_it() -> None:
    _, points_m = _read(2.0, None)

    corners_m = card_corners_m(points_m, SceneBadge(kind="staff", side_m=0.14))

    sides_m = np.linalg.norm(corners_m - np.roll(corners_m, 1, axis=0), axis=1)
    assert sides_m == pytest.approx(0.18)


def test_a_badge_at_the_edge_of_the_picture_is_cut_off() -> None:
    pixels = np.full((720, 1280, 3), 160, dtype=np.uint8)
    _, points_m = _read(2.0, None)
    away = points_m + np.array([6.5, 0.0, 0.0])

    draw_on(pixels, CAMERA, away, look_of(0), SceneBadge(kind="staff", side_m=0.3))

    assert pixels.shape == (720, 1280, 3)
