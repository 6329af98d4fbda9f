"""Observations check their shapes once, and print nothing of a person."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS
from edge_node.observations import (
    MOVEMENT,
    NOT_LOOKED,
    POSTURE,
    BadgeSeen,
    FrameObservation,
    Pose,
    Reach,
    Track,
    TrackId,
)


def test_a_pose_has_seventeen_keypoints_and_a_box() -> None:
    with pytest.raises(ValueError, match=r"expected keypoints \(17, 3\)"):
        Pose(np.zeros((33, 3), dtype=np.float32), np.zeros(4, dtype=np.float32), 0.9)


def test_a_track_has_a_position_for_every_moment() -> None:
    with pytest.raises(ValueError, match=r"expected t_s \(T,\)"):
        Track(TrackId(1), 0.0, np.zeros(3), np.zeros((2, 2), dtype=np.float32))


def hands(hand_at: NDArray[Any]) -> Track:
    return Track(TrackId(1), 0.0, np.zeros(2), np.zeros((2, 2), np.float32), hand_at=hand_at)


def test_hands_are_known_for_every_moment() -> None:
    with pytest.raises(ValueError, match=r"expected hand_at int8 \(2,\), got int8 \(3,\)"):
        hands(np.zeros(3, np.int8))


def test_hands_are_small_whole_numbers() -> None:
    with pytest.raises(ValueError, match=r"expected hand_at int8 \(2,\), got int64 \(2,\)"):
        hands(np.zeros(2, np.int64))


def test_a_hand_is_in_a_shelf_in_none_or_not_looked_at() -> None:
    hand_at = np.array([0, NOT_LOOKED - 1], np.int8)

    with pytest.raises(ValueError, match="expected hand_at of at least -2, got -3"):
        hands(hand_at)


def test_levels_are_as_many_as_the_track_has_points() -> None:
    levels = np.zeros((3, MOVEMENT), np.int8)

    with pytest.raises(ValueError, match=r"expected levels int8 \(2, 11\), got int8 \(3, 11\)"):
        Track(TrackId(1), 0.0, np.zeros(2), np.zeros((2, 2), np.float32), movement=levels)


def test_levels_are_read_or_not() -> None:
    levels = np.full((2, POSTURE), -2, np.int8)

    with pytest.raises(ValueError, match="expected levels of at least -1, got -2"):
        Track(TrackId(1), 0.0, np.zeros(2), np.zeros((2, 2), np.float32), posture=levels)


def test_movement_has_every_level_there_is() -> None:
    assert len(LEVELS) == MOVEMENT


def test_a_reach_has_a_length() -> None:
    assert Reach("milk", 10.0, 12.5).length_s == 2.5


def test_neither_prints_where_somebody_was() -> None:
    pose = Pose(np.zeros((17, 3), dtype=np.float32), np.full(4, 123, dtype=np.float32), 0.9)
    track = Track(TrackId(7), 0.0, np.zeros(2), np.full((2, 2), 4.5, dtype=np.float32))

    assert (repr(pose), repr(track)) == ("Pose(…)", "Track(2 points)")


def test_a_badge_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="expected a known badge and a box"):
        BadgeSeen("visitor", np.zeros(4, np.float32))  # type: ignore[arg-type]  # what must not be


def test_a_badge_has_one_box() -> None:
    with pytest.raises(ValueError, match=r"got a box \(2, 2\)"):
        BadgeSeen("staff", np.zeros((2, 2), np.float32))


def test_a_badge_prints_nothing_of_where_it_is() -> None:
    assert repr(BadgeSeen("staff", np.zeros(4, np.float32))) == "BadgeSeen(…)"


def test_doubtful_boxes_are_not_counted_as_people() -> None:
    sure, doubtful = (
        Pose(np.zeros((17, 3), np.float32), np.zeros(4, np.float32), score) for score in (0.3, 0.29)
    )

    seen = FrameObservation(0, datetime(2026, 6, 15, tzinfo=UTC), 640, 480, (sure, doubtful), 0, None)

    assert seen.people == (sure,)
