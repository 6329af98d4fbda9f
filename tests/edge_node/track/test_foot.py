import math

import numpy as np
import pytest

from edge_node.observations import KEYPOINTS, Pose
from edge_node.track.foot import HIPS, Stance, aside_share, filled_in

FRAME_PX = (640, 480)


def pose(left: float, top: float, right: float, bottom: float, *, ankles: float | None = None) -> Pose:
    """A person's box; ankles: the x of both, measured."""
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    if ankles is not None:
        keypoints[[15, 16]] = (ankles, bottom - 10.0, 0.9)
    return Pose(keypoints, np.array([left, top, right, bottom], np.float32), 0.9)


def test_a_person_stands_in_the_middle_of_the_boxs_lower_edge() -> None:
    foot = Stance().foot(pose(100, 100, 140, 220), FRAME_PX)

    assert foot.tolist() == [120.0, 220.0]


def test_measured_ankles_say_how_far_aside_the_feet_are() -> None:
    assert aside_share(pose(100, 100, 180, 220, ankles=110.0)) == pytest.approx(-30 / 120)


def test_hips_are_read_without_ankles() -> None:
    seen = pose(100, 100, 180, 220)
    seen.keypoints[list(HIPS)] = [(150.0, 160.0, 0.9), (160.0, 160.0, 0.9)]

    assert aside_share(seen, HIPS) == pytest.approx(15 / 120)
    assert math.isnan(aside_share(seen))


def test_ankles_outside_the_box_are_drawn_back_to_it() -> None:
    assert aside_share(pose(100, 100, 140, 220, ankles=300.0)) == pytest.approx(20 / 120)


def test_ankles_that_were_not_measured_say_nothing() -> None:
    assert math.isnan(aside_share(pose(100, 100, 180, 220)))


def test_between_two_looks_the_feet_are_straight_between() -> None:
    t_s, shares = np.array([0.0, 1.0, 2.0, 3.0]), np.array([np.nan, 0.1, np.nan, 0.3])

    assert filled_in(t_s, shares).tolist() == pytest.approx([0.1, 0.1, 0.2, 0.3])


def test_who_was_never_looked_at_stands_in_the_middle_of_the_box() -> None:
    assert filled_in(np.array([0.0, 1.0]), np.array([np.nan, np.nan])).tolist() == [0.0, 0.0]


def test_made_up_ankles_are_not_believed_when_the_frame_cuts_the_legs() -> None:
    foot = Stance().foot(pose(100, 400, 140, 471, ankles=110.0), FRAME_PX)

    assert foot.tolist() == [120.0, 480.0]


def test_a_counter_does_not_lift_the_feet() -> None:
    stance = Stance()
    for _ in range(10):
        stance.foot(pose(100, 100, 140, 220), FRAME_PX)

    hidden = [stance.foot(pose(100, 100, 140, 160), FRAME_PX)[1] for _ in range(5)]

    assert hidden == pytest.approx([220.0] * 5, abs=8.0)


def test_a_stoop_leaves_the_feet_where_they_are() -> None:
    stance = Stance()
    for _ in range(10):
        stance.foot(pose(100, 100, 140, 220), FRAME_PX)

    assert stance.foot(pose(100, 160, 140, 220), FRAME_PX)[1] == 220.0


def test_someone_half_out_at_the_side_does_not_sink() -> None:
    stance = Stance()
    for _ in range(10):
        stance.foot(pose(560, 100, 600, 220), FRAME_PX)

    assert stance.foot(pose(620, 150, 640, 210), FRAME_PX)[1] == 210.0


def test_feet_beyond_the_frame_or_behind_something_are_said_to_be_hidden() -> None:
    stance = Stance()

    stance.foot(pose(100, 100, 140, 220), FRAME_PX)
    shown = stance.is_hidden
    stance.foot(pose(100, 100, 140, 150), FRAME_PX)
    behind = stance.is_hidden
    stance.foot(pose(100, 380, 140, 479), FRAME_PX)

    assert (shown, behind, stance.is_hidden) == (False, True, True)
