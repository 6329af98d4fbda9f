"""MediaPipe Tasks on drawn people: the path that needs no detector weights."""

import threading

import numpy as np
import pytest

from edge_node.boxes import overlap
from edge_node.frame import BlurredFrame
from edge_node.pose.mediapipe import MediaPipeEstimator, MediaPipePeople
from edge_node.pose.models import BODY, BODY_FINDER
from tests.support.clips import STARTED_AT, backdrop, draw_person_on
from tests.support.weights import all_models, bytes_of

pytestmark = pytest.mark.vision
BOX = np.array([245, 30, 355, 350], np.float32)


def _drawn() -> np.ndarray:
    pixels = backdrop()
    draw_person_on(pixels, 300, 350, 320)
    return pixels


def _weights() -> tuple[bytes, bytes]:
    models = all_models()
    return bytes_of(models, BODY_FINDER), bytes_of(models, BODY)


def test_a_drawn_person_is_found_from_crown_to_feet() -> None:
    finder = MediaPipePeople(*_weights())

    boxes, scores = finder.find(_drawn())
    finder.close()

    assert overlap(BOX, boxes).max() > 0.5
    assert scores.max() > 0.3


def test_a_drawn_body_is_read_without_its_face() -> None:
    estimator = MediaPipeEstimator(*_weights())
    one = np.array([BOX], np.float32)
    frame = BlurredFrame(
        _drawn(), STARTED_AT, 0, one, np.ones(1, np.float32), np.zeros((0, 4), np.float32), 1
    )

    (pose,) = estimator.estimate(frame)
    estimator.close()

    assert not pose.keypoints[:5].any()
    assert pose.keypoints[11:13, 1].mean() == pytest.approx(190, abs=45)


def test_closing_leaves_no_python_thread() -> None:
    before = threading.active_count()

    MediaPipePeople(*_weights()).close()

    assert threading.active_count() <= before + 1
