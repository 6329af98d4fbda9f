"""Poses are held for seconds and leave as levels."""

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS, UNREAD, WAY
from edge_node.observations import KEYPOINTS, Pose
from edge_node.track.moving import BUFFER_S, NOTHING_READ, Moving, levels_of_track

STANDING = np.zeros((KEYPOINTS, 3), np.float32)
STANDING[5:, :2] = [
    (40, 60), (60, 60), (38, 80), (62, 80), (38, 100), (62, 100),
    (44, 100), (56, 100), (44, 140), (56, 140), (44, 180), (56, 180),
]  # fmt: skip
STANDING[5:, 2] = 0.9
NAMES = [level.name.split(",")[0] for level in LEVELS]


def pose(keypoints: NDArray[np.float32]) -> Pose:
    return Pose(keypoints, np.array([30, 40, 70, 190], np.float32), 0.9)


def seen(moving: Moving, t_s: float, keypoints: NDArray[np.float32] = STANDING) -> dict[str, int]:
    levels = np.frombuffer(moving.see(t_s, pose(keypoints)), dtype=np.int8).tolist()
    return dict(zip([*NAMES, "energy", "openness"], levels, strict=True))


def test_a_body_that_was_read_has_levels_and_its_way_has_none_yet() -> None:
    found = seen(Moving(), 0.0)

    assert [found[name] for name in NAMES[:WAY]] == [UNREAD] * WAY
    assert all(found[name] >= 0 for name in NAMES[WAY:])


def test_up_is_up_in_the_picture() -> None:
    raised = STANDING.copy()
    raised[[9, 10], 1] = 30

    assert seen(Moving(), 0.0, raised)["higher hand over the hips"] == 3
    assert seen(Moving(), 0.0)["higher hand over the hips"] == 0


def test_a_joint_that_is_not_sure_was_not_measured() -> None:
    unsure = STANDING.copy()
    unsure[15:, 2] = 0.2

    found = seen(Moving(), 0.0, unsure)

    assert found["knee bend"] == UNREAD
    assert found["lean"] == 0


def test_the_face_is_never_looked_at() -> None:
    with_face = STANDING.copy()
    with_face[:5] = (50, 40, 0.9)

    assert seen(Moving(), 0.0, with_face) == seen(Moving(), 0.0)


def test_somebody_nobody_looked_at_has_nothing_read() -> None:
    assert Moving().see(0.0, pose(np.zeros((KEYPOINTS, 3), np.float32))) == NOTHING_READ


def test_a_change_needs_the_moments_before() -> None:
    moving, out = Moving(), STANDING.copy()
    out[[9, 10]] = (100, 60, 0.9)
    seen(moving, 0.0)

    assert seen(moving, 0.5, out)["change of the longer arm"] == 2
    assert seen(Moving(), 0.5, out)["change of the longer arm"] == 1


def test_how_much_arms_move_needs_the_moments_before_too() -> None:
    moving, out = Moving(), STANDING.copy()
    out[[9, 10]] = (100, 60, 0.9)

    assert seen(moving, 0.0)["energy"] == UNREAD
    assert seen(moving, 0.5, out)["energy"] > 0
    assert seen(Moving(), 0.0, out)["openness"] > seen(Moving(), 0.0)["openness"]


def test_poses_live_for_seconds() -> None:
    moving = Moving()
    for tick in range(100):
        moving.see(tick / 10, pose(STANDING))

    assert moving.held == BUFFER_S * 10


def test_a_pose_is_forgotten_though_no_other_is_read() -> None:
    moving = Moving()
    moving.see(0.0, pose(STANDING))
    moving.see(BUFFER_S, pose(np.zeros((KEYPOINTS, 3), np.float32)))

    assert moving.held == 0


def test_wiped_is_empty() -> None:
    moving = Moving()
    moving.see(0.0, pose(STANDING))

    moving.wipe()

    assert moving.held == 0


@pytest.mark.parametrize(("is_in_metres", "expected"), [(True, 2), (False, UNREAD)], ids=["metres", "pixels"])
def test_how_fast_somebody_walks_is_known_in_metres_only(is_in_metres: bool, expected: int) -> None:
    t_s = np.arange(5.0)
    way = np.column_stack((t_s * 1.3, np.zeros(5)))

    movement, posture = levels_of_track([NOTHING_READ] * 5, t_s, way, is_in_metres=is_in_metres)

    assert (posture == UNREAD).all()
    assert movement[:, 0].tolist() == [expected] * 5
    assert (movement[:, WAY:] == UNREAD).all()
