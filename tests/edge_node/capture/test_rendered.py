from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.capture.film import Film
from edge_node.capture.rendered import RenderedShop
from edge_node.errors import CaptureError
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.pose.keypoints import BlazePoseEstimator
from edge_node.pose.people import PersonFinder
from edge_node.scene import Scene, ScenePerson
from edge_node.simulation.drawn import drawn_scenario
from edge_node.simulation.plans import PLANS

START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@cache
def _scene() -> Scene:
    return drawn_scenario(PLANS["boutique"](), 1, 15.0, START).scene


def test_frames_carry_the_scenes_own_times() -> None:
    frames = list(RenderedShop(_scene()).frames())

    assert len(frames) == 120
    assert [frame.index for frame in frames] == list(range(120))
    assert frames[8].captured_at == START + timedelta(seconds=1)
    assert frames[0].pixels.shape == (432, 768, 3)


def test_the_same_scene_gives_the_same_pixels() -> None:
    first, second = (next(RenderedShop(_scene()).frames()) for _ in range(2))

    assert np.array_equal(first.pixels, second.pixels)


def test_a_person_in_the_picture_changes_it() -> None:
    scene = _scene()
    person = scene.people[0]
    empty = RenderedShop(scene.model_copy(update={"people": ()}))
    middle = person.first_frame + len(person.keypoints_mm) // 2

    drawn = RenderedShop(scene).frame(middle).pixels.astype(int)
    bare = empty.frame(middle).pixels.astype(int)

    assert (np.abs(drawn - bare).max(axis=2) > 30).sum() > 1000


def test_another_film_may_be_put_in() -> None:
    scene = _scene()
    dark = Film(scene.camera.frame_px, 0.2, 0.0)

    assert RenderedShop(scene, dark).frame(0).pixels.mean() < 0.4 * RenderedShop(scene).frame(0).pixels.mean()


def test_a_scene_file_opens_as_a_camera(tmp_path: Path) -> None:
    _scene().write(tmp_path / "scene.json")

    camera = RenderedShop.from_file(tmp_path / "scene.json")

    assert camera.scene == _scene()
    assert camera.replaced == 0


def test_a_missing_file_is_a_capture_error(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="cannot read the scene"):
        RenderedShop.from_file(tmp_path / "none.json")


def test_a_file_that_is_no_scene_is_a_capture_error(tmp_path: Path) -> None:
    (tmp_path / "scene.json").write_text("{}")

    with pytest.raises(CaptureError, match="is not a scene"):
        RenderedShop.from_file(tmp_path / "scene.json")


@pytest.mark.vision
@pytest.mark.media
def test_drawn_people_are_found_by_the_detector_and_the_pose_model(data_folder: Path) -> None:
    models = data_folder / "models"
    finder = PersonFinder((models / "yolox_nano.onnx").read_bytes(), threads=2)
    body = BlazePoseEstimator((models / "pose_landmark_full.tflite").read_bytes(), threads=2)
    seen = found = posed = 0

    for frame in _alone():
        boxes, scores = finder.find(frame.pixels)
        seen += 1
        if len(boxes) == 0 or scores[0] < 0.5:
            continue
        found += 1
        (pose,) = body.estimate(_unfilled(frame, boxes[:1], scores[:1]))
        posed += bool(pose.keypoints[5:, 2].max() > 0.5)

    assert seen >= 40
    assert found >= 0.95 * seen
    assert posed >= 0.95 * seen


def _alone() -> Iterator[RawFrame]:
    """Yield frames of one person at a time, fully visible, at the line and a second before and after."""
    scene = drawn_scenario(PLANS["boutique"](), 1, 75.0, START).scene
    for person in scene.people:
        camera = RenderedShop(scene.model_copy(update={"people": (person,)}))
        chosen = [index for index in range(scene.frames) if _is_whole(scene, person, index)][::6]
        for index in chosen[1:5]:
            yield camera.frame(index)


def _is_whole(scene: Scene, person: ScenePerson, index: int) -> bool:
    points_m = person.keypoints_m(index)
    if points_m is None or abs(points_m[11, 1] - 0.5) > 2.0 or not 2.4 < points_m[11, 0] < 5.6:
        return False
    pixels = scene.camera.project(points_m)
    return bool(((pixels > 10) & (pixels < np.array(scene.camera.frame_px) - 10)).all())


def _unfilled(frame: RawFrame, boxes: NDArray[np.float32], scores: NDArray[np.float32]) -> BlurredFrame:
    """Hand a drawing to pose as it is: nobody's head is in it."""
    none = np.zeros((0, 4), np.float32)
    return BlurredFrame(frame.pixels, frame.captured_at, frame.index, boxes, scores, none, 0)
