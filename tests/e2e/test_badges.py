"""Badges through the real wall: read, dropped, and never seen where the picture is masked."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from edge_node.capture.source import RENDERED, SourceConfig
from edge_node.observations import LEFT_OUT, FrameObservation, LeftOut
from edge_node.replay import replay_frames
from edge_node.scene import Scene, SceneBadge, SceneCamera, ScenePerson
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Movement
from edge_node.site import bare_site
from edge_node.wall.camera import WalledCamera
from tests.support.clock import FakeClock
from tests.support.weights import all_models

pytestmark = pytest.mark.vision

FRAMES, RATE_HZ = 32, 8.0
EVERYWHERE = ((0.0, 0.0), (1280.0, 0.0), (1280.0, 720.0), (0.0, 720.0))
CAMERA = SceneCamera(
    frame_px=(1280, 720), position_m=(4.0, 6.6, 2.8), yaw_rad=-np.pi / 2, pitch_rad=0.3, focal_px=914.0
)


def _scene(folder: Path, badge: SceneBadge | None) -> str:
    """Write a scene in which one person walks 4 s towards the camera; return its address."""
    knots = np.array([[4.0, 1.0], [4.0, 4.0]])
    movement = Movement(0, 0, "visitor", np.array([0.0, FRAMES / RATE_HZ]), knots, (), None, None, 1.75)
    points_m = keypoints_m(posture_of(movement, np.arange(FRAMES) / RATE_HZ), 1.75)
    rows = np.rint(points_m * 1000).astype(int).reshape(FRAMES, -1)
    person = ScenePerson(
        person=0, look=1, first_frame=0, keypoints_mm=tuple(map(tuple, rows.tolist())), badge=badge
    )
    scene = Scene(
        starts_at=datetime(2026, 11, 26, tzinfo=UTC),
        rate_hz=RATE_HZ,
        frames=FRAMES,
        camera=CAMERA,
        floor_m=(8, 12),
        boxes=(),
        people=(person,),
        light=0.9,
    )
    scene.write(folder / "scene.json")
    return f"{RENDERED}{folder / 'scene.json'}"


def _seen(source: SourceConfig) -> list[FrameObservation]:
    with WalledCamera(source, models=all_models()) as camera:
        return list(camera.frames())


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_who_wears_a_badge_leaves_a_number_and_nothing_else(tmp_path: Path, kind: LeftOut) -> None:
    address = _scene(tmp_path, SceneBadge(kind=kind, side_m=0.14))

    with WalledCamera(SourceConfig(address), models=all_models()) as camera:
        result = replay_frames(camera, bare_site("test", is_in_metres=False), clock=FakeClock())

    assert result.tracks == 0
    assert (result.opted_out, result.staff) == ((1, 0) if kind == "optout" else (0, 1))


def test_who_wears_none_is_counted(tmp_path: Path) -> None:
    with WalledCamera(SourceConfig(_scene(tmp_path, None)), models=all_models()) as camera:
        result = replay_frames(camera, bare_site("test", is_in_metres=False), clock=FakeClock())

    assert (result.tracks, result.opted_out, result.staff) == (1, 0, 0)


def test_keypoints_of_a_wearer_do_not_exist_once_the_badge_was_read(tmp_path: Path) -> None:
    seen = _seen(SourceConfig(_scene(tmp_path, SceneBadge(kind="staff", side_m=0.14))))

    first = next(frame.index for frame in seen if frame.badges)
    later = [pose for frame in seen if frame.index >= first for pose in frame.poses]
    assert later
    assert not any(pose.keypoints.any() for pose in later)


@pytest.mark.parametrize(
    ("masks_px", "read"), [((), True), ((EVERYWHERE,), False)], ids=["no mask", "masked"]
)
def test_neither_person_nor_badge_is_seen_in_a_masked_area(
    tmp_path: Path, masks_px: tuple[tuple[tuple[float, float], ...], ...], read: bool
) -> None:
    address = _scene(tmp_path, SceneBadge(kind="optout", side_m=0.14))

    seen = _seen(SourceConfig(address, masks_px=masks_px))

    assert any(frame.badges for frame in seen) == read
    assert any(frame.poses for frame in seen) == read
