"""Whatever stands behind Camera, Anonymizer and PoseEstimator keeps the same promises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.capture.rate import Thinned
from edge_node.capture.rendered import RenderedShop
from edge_node.capture.source import SourceConfig
from edge_node.capture.video import Video
from edge_node.frame import BlurredFrame
from edge_node.ports import Anonymizer, Camera, PoseEstimator
from edge_node.pose.keypoints import BlazePoseEstimator
from edge_node.pose.mediapipe import MediaPipeEstimator, MediaPipeHeads, MediaPipePeople
from edge_node.pose.models import BODY, BODY_FINDER, FACES, PEOPLE
from edge_node.pose.people import PersonFinder
from edge_node.simulation.drawn import drawn_scenario
from edge_node.simulation.plans import PLANS
from tests.support.clips import STARTED_AT, backdrop, draw_person_on, raw, walking, write_video
from tests.support.clock import FakeClock
from tests.support.weights import all_models, bytes_of


def _video(folder: Path) -> Camera:
    path = write_video(folder / "a.mp4", walking(6))
    return Video(SourceConfig(str(path), started_at=STARTED_AT), FakeClock())


def _rendered(folder: Path) -> Camera:
    scenario = drawn_scenario(PLANS["boutique"](), 1, 20.0, datetime(2026, 6, 15, tzinfo=UTC))
    (folder / "scene.json").write_text(scenario.scene.model_dump_json())
    return RenderedShop.from_file(folder / "scene.json")


def _thinned(folder: Path) -> Camera:
    return Thinned(_video(folder), 3.0)


@pytest.mark.parametrize("make", [_video, _rendered, _thinned], ids=["video", "drawn shop", "thinned"])
def test_a_camera_gives_frames_in_order_of_time(make: Callable[[Path], Camera], tmp_path: Path) -> None:
    frames = [frame for frame, _ in zip(make(tmp_path).frames(), range(6), strict=False)]

    assert frames[0].index == 0
    assert all(a.index < b.index and a.captured_at < b.captured_at for a, b in pairwise(frames))
    assert {frame.pixels.shape for frame in frames} == {frames[0].pixels.shape}
    assert all(frame.captured_at.utcoffset() == timedelta(0) for frame in frames)


def _detectors() -> Anonymizer:
    models = all_models()
    people = PersonFinder(bytes_of(models, PEOPLE), threads=1)
    return HeadFiller(people, FaceFinder(bytes_of(models, FACES), threads=1))


def _mediapipe_only() -> Anonymizer:
    models = all_models()
    people = MediaPipePeople(bytes_of(models, BODY_FINDER), bytes_of(models, BODY))
    return HeadFiller(people, MediaPipeHeads(people))


@pytest.mark.vision
@pytest.mark.parametrize("make", [_detectors, _mediapipe_only], ids=["detectors", "mediapipe only"])
def test_an_anonymizer_covers_a_drawn_face_and_keeps_the_body(make: Callable[[], Anonymizer]) -> None:
    pixels = backdrop()
    left, top, right, bottom = draw_person_on(pixels, 320, 350, 320)

    blurred = make().blur(raw(pixels, 7))

    assert isinstance(blurred, BlurredFrame)
    face = blurred.pixels[top:bottom, left:right]
    assert (blurred.index, blurred.captured_at) == (7, STARTED_AT)
    assert blurred.heads_filled >= 1
    assert len(np.unique(face.reshape(-1, 3), axis=0)) <= 20
    assert (blurred.pixels[210:240, 310:330] == pixels[210:240, 310:330]).all()
    assert (blurred.wide_xyxy_px[:, 2:] >= blurred.wide_xyxy_px[:, :2]).all()


def _direct() -> PoseEstimator:
    return BlazePoseEstimator(bytes_of(all_models(), BODY), threads=1)


def _tasks() -> PoseEstimator:
    models = all_models()
    return MediaPipeEstimator(bytes_of(models, BODY_FINDER), bytes_of(models, BODY))


@pytest.mark.vision
@pytest.mark.parametrize("make", [_direct, _tasks], ids=["direct", "mediapipe"])
@pytest.mark.parametrize("people", [0, 1, 3])
def test_an_estimator_gives_one_faceless_pose_per_person(
    make: Callable[[], PoseEstimator], people: int
) -> None:
    pixels, boxes = backdrop(), []
    for index in range(people):
        draw_person_on(pixels, 120 + 200 * index, 350, 320)
        boxes.append([65 + 200 * index, 30, 175 + 200 * index, 350])
    array = np.array(boxes, np.float32).reshape(-1, 4)
    none = np.zeros((0, 4), np.float32)
    frame = BlurredFrame(pixels, STARTED_AT, 0, array, np.ones(people, np.float32), none, people)

    poses = make().estimate(frame)

    assert [pose.bbox_xyxy_px.tolist() for pose in poses] == array.tolist()
    assert all(pose.keypoints.shape == (17, 3) and not pose.keypoints[:5].any() for pose in poses)
    assert all(((pose.keypoints[:, 2] >= 0) & (pose.keypoints[:, 2] <= 1)).all() for pose in poses)
    assert sum(pose.keypoints.any() for pose in poses) <= 2


@pytest.mark.vision
@pytest.mark.parametrize("make", [_direct, _tasks], ids=["direct", "mediapipe"])
@pytest.mark.parametrize("is_read", [(True, False), (False, True)], ids=["the first", "the second"])
def test_an_estimator_leaves_alone_who_is_not_to_be_read(
    make: Callable[[], PoseEstimator], is_read: tuple[bool, bool]
) -> None:
    pixels = backdrop()
    for x_px in (120, 420):
        draw_person_on(pixels, x_px, 350, 320)
    boxes = np.array([[65, 30, 175, 350], [365, 30, 475, 350]], np.float32)
    none = np.zeros((0, 4), np.float32)
    frame = BlurredFrame(
        pixels, STARTED_AT, 0, boxes, np.ones(2, np.float32), none, 2, is_shown=np.array(is_read)
    )

    poses = make().estimate(frame)

    assert tuple(bool(pose.keypoints.any()) for pose in poses) == is_read
