"""No changed message is believed beyond its bounds."""

import numpy as np

from edge_node.observations import KEYPOINTS, FrameObservation, Pose
from tests.adversary.row import fallen
from tests.adversary.wall_channel import is_within, rows
from tests.support.clips import STARTED_AT


def test_the_row_stands() -> None:
    assert fallen(rows(scale="small", seed=1)) == []


def test_a_face_keypoint_is_beyond_the_bounds() -> None:
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    keypoints[0] = 0.5
    pose = Pose(keypoints, np.array([0, 0, 1, 1], np.float32), 0.9)

    assert not is_within(FrameObservation(0, STARTED_AT, 64, 64, (pose,), 0, None))
