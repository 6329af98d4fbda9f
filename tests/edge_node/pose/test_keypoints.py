"""Body keypoints of drawn people; the face never has any."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.frame import BlurredFrame
from edge_node.pose.keypoints import BlazePoseEstimator, to_coco, unmeasured
from edge_node.pose.models import BODY
from tests.support.clips import STARTED_AT, backdrop, draw_person_on
from tests.support.weights import all_models, bytes_of

FEET_PX, TALL_PX = 350, 320


def _frame(people: int) -> BlurredFrame:
    pixels = backdrop()
    boxes = []
    for index in range(people):
        x = 120 + 200 * index
        draw_person_on(pixels, x, FEET_PX, TALL_PX)
        boxes.append([x - 55, FEET_PX - TALL_PX, x + 55, FEET_PX])
    array = np.array(boxes, np.float32).reshape(-1, 4)
    scores = np.full(people, 0.9, np.float32)
    return BlurredFrame(pixels, STARTED_AT, 0, array, scores, np.zeros((0, 4), np.float32), people)


@pytest.fixture
def estimator() -> BlazePoseEstimator:
    return BlazePoseEstimator(bytes_of(all_models(), BODY), threads=1)


@pytest.mark.vision
def test_a_drawn_body_is_read_top_to_bottom(estimator: BlazePoseEstimator) -> None:
    (pose,) = estimator.estimate(_frame(1))

    shoulders, hips, ankles = (pose.keypoints[[left, left + 1], 1].mean() for left in (5, 11, 15))
    assert FEET_PX - TALL_PX < shoulders < hips < ankles <= FEET_PX + 20
    assert hips == pytest.approx(FEET_PX - TALL_PX / 2, abs=0.12 * TALL_PX)


@pytest.mark.vision
def test_the_face_is_never_read(estimator: BlazePoseEstimator) -> None:
    (pose,) = estimator.estimate(_frame(1))

    assert not pose.keypoints[:5].any()
    assert pose.keypoints[5:, 2].max() > 0.5


@pytest.mark.vision
def test_two_people_are_read_a_frame_and_the_rest_the_next(estimator: BlazePoseEstimator) -> None:
    measured = [[p.keypoints.any() for p in estimator.estimate(_frame(3))] for _ in range(2)]

    assert [sum(frame) for frame in measured] == [2, 2]
    assert all(any(person) for person in zip(*measured, strict=True))


@pytest.mark.vision
def test_no_people_are_no_poses(estimator: BlazePoseEstimator) -> None:
    assert estimator.estimate(_frame(0)) == ()


def test_landmarks_become_frame_pixels() -> None:
    rows = np.zeros((33, 5), np.float32)
    rows[11] = (10, 20, 0, 100, 100)
    rows[0] = (1, 1, 1, 100, 100)

    keypoints = to_coco(rows, np.array([100, 200], np.float32), 0.5)

    assert keypoints[5].tolist() == [105, 210, 1]
    assert not keypoints[:5].any()


def test_a_score_is_the_lesser_of_visibility_and_presence() -> None:
    rows = np.zeros((33, 5), np.float32)
    rows[28, 3:] = (0, 100)

    assert to_coco(rows, np.zeros(2, np.float32), 1.0)[16, 2] == pytest.approx(0.5)


def test_unmeasured_is_all_zero() -> None:
    assert not unmeasured().any()


@pytest.mark.vision
def test_turns_of_a_skipped_frame_are_not_lost(estimator: BlazePoseEstimator) -> None:
    estimator.estimate(_frame(3))

    poses = estimator.estimate(replace(_frame(3), index=2))

    assert all(pose.keypoints.any() for pose in poses)
