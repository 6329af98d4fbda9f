"""Observations check their shapes once, and print nothing of a person."""

import numpy as np
import pytest

from edge_node.observations import Pose, Track, TrackId


def test_a_pose_has_seventeen_keypoints_and_a_box() -> None:
    with pytest.raises(ValueError, match=r"expected keypoints \(17, 3\)"):
        Pose(np.zeros((33, 3), dtype=np.float32), np.zeros(4, dtype=np.float32), 0.9)


def test_a_track_has_a_position_for_every_moment() -> None:
    with pytest.raises(ValueError, match=r"expected t_s \(T,\)"):
        Track(TrackId(1), 0.0, np.zeros(3), np.zeros((2, 2), dtype=np.float32))


def test_neither_prints_where_somebody_was() -> None:
    pose = Pose(np.zeros((17, 3), dtype=np.float32), np.full(4, 123, dtype=np.float32), 0.9)
    track = Track(TrackId(7), 0.0, np.zeros(2), np.full((2, 2), 4.5, dtype=np.float32))

    assert (repr(pose), repr(track)) == ("Pose(…)", "Track(2 points)")
