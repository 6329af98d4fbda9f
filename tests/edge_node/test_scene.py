import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from edge_node.scene import Scene, SceneCamera, ScenePerson, read_scene

CAMERA = SceneCamera(
    frame_px=(768, 432), position_m=(4.0, 6.0, 3.0), yaw_rad=-math.pi / 2, pitch_rad=0.4, focal_px=600.0
)


def test_the_optical_axis_is_the_middle_of_the_picture() -> None:
    along = np.array([4.0, 6.0 - 5.0 * math.cos(0.4), 3.0 - 5.0 * math.sin(0.4)])

    np.testing.assert_allclose(CAMERA.project(along), [384.0, 216.0], atol=1e-9)


def test_looking_south_west_is_on_the_right_and_up_is_up() -> None:
    west, east, high = CAMERA.project(np.array([(3.0, 0.0, 1.0), (5.0, 0.0, 1.0), (4.0, 0.0, 2.0)]))

    assert west[0] > east[0]
    assert high[1] < west[1]


def test_rotation_is_a_rotation() -> None:
    np.testing.assert_allclose(CAMERA.rotation @ CAMERA.rotation.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(CAMERA.rotation) == pytest.approx(1.0)


def test_a_person_is_there_only_in_their_frames() -> None:
    person = ScenePerson(person=1, look=1, first_frame=5, keypoints_mm=(tuple(range(51)),))

    assert person.keypoints_m(4) is None
    assert person.keypoints_m(6) is None
    found = person.keypoints_m(5)
    assert found is not None
    assert found.shape == (17, 3)
    assert found[1, 0] == pytest.approx(0.003)


def test_a_scene_survives_its_file(tmp_path: Path) -> None:
    scene = Scene(
        starts_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
        rate_hz=8.0,
        frames=3,
        camera=CAMERA,
        floor_m=(8.0, 12.0),
        boxes=(),
        people=(),
    )

    scene.write(tmp_path / "scene.json")

    assert read_scene(tmp_path / "scene.json") == scene


def test_something_else_is_not_a_scene(tmp_path: Path) -> None:
    (tmp_path / "scene.json").write_text('{"version": 2}')

    with pytest.raises(ValidationError):
        read_scene(tmp_path / "scene.json")


def test_a_trolley_lasts_as_long_as_its_person() -> None:
    person = ScenePerson(
        person=1, look=1, first_frame=5, keypoints_mm=(tuple(range(51)),), trolley=((1000, 2000, -500),)
    )

    assert person.trolley_m(5) == (1.0, 2.0, -0.5)
    assert person.trolley_m(6) is None
    with pytest.raises(ValidationError, match="expected a trolley in 1 frames"):
        ScenePerson(
            person=1, look=1, first_frame=5, keypoints_mm=(tuple(range(51)),), trolley=((0, 0, 0), (0, 0, 0))
        )
