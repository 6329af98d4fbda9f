from dataclasses import replace

import numpy as np
import pytest

from edge_node.simulation.bending import STEP_IN_M
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.paths import STAND_OFF_M

STATURE_M = 1.7


def _movement(knots: list[tuple[float, float, float]], acts: tuple[Act, ...] = ()) -> Movement:
    table = np.array(knots)
    return Movement(0, 0, "visitor", table[:, 0], table[:, 1:], acts, None, None, STATURE_M)


def _points(movement: Movement, times: np.ndarray) -> np.ndarray:
    return keypoints_m(posture_of(movement, times), STATURE_M)


WALK = _movement([(0.0, 0.0, 0.0), (10.0, 0.0, 12.0)])
TIMES = np.arange(0.0, 10.0, 0.1)


def test_shape_is_coco_17_in_metres() -> None:
    points = _points(WALK, TIMES)

    assert points.shape == (100, 17, 3)
    assert points[..., 2].min() >= 0.0
    assert points[..., 2].max() < STATURE_M


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [(5, 7, 0.186), (7, 9, 0.146), (11, 13, 0.245), (6, 8, 0.186), (14, 16, 0.246)],
    ids=["left upper arm", "left forearm", "left thigh", "right upper arm", "right shank"],
)
def test_bones_keep_their_length_while_walking(one: int, other: int, share: float) -> None:
    points = _points(WALK, TIMES)

    lengths = np.linalg.norm(points[:, one] - points[:, other], axis=1)
    np.testing.assert_allclose(lengths, share * STATURE_M, atol=0.03)


def test_somebody_walking_north_faces_north_with_the_left_side_west() -> None:
    points = _points(WALK, TIMES)

    assert (points[:, 0, 1] > points[:, 3:5, 1].mean(axis=1)).all()
    assert (points[:, 5, 0] < points[:, 6, 0]).all()


def test_a_reach_brings_the_hand_out_to_the_height_asked_for() -> None:
    acts = (Act("reach", 1.0, 2.0, 0.0, "s", "right", 1.3), Act("hold", 2.0, 4.0, 0.0, "s", "right", 1.3))
    standing = _movement([(0.0, 3.0, 3.0), (6.0, 3.0, 3.0)], acts)

    (before, during) = _points(standing, np.array([0.0, 3.0]))

    assert during[10, 2] == pytest.approx(1.3, abs=0.01)
    assert during[10, 0] - 3.0 > 0.45
    assert before[10, 0] - 3.0 < 0.2
    assert during[9, 0] - during[5, 0] < 0.1
    assert during[9, 2] < during[5, 2] - 0.4


@pytest.mark.parametrize("height_m", [0.6, 0.9, 1.2, 1.5])
@pytest.mark.parametrize("stature_m", [1.51, 1.69, 1.87], ids=["small", "middle", "tall"])
def test_a_hand_in_a_shelf_is_behind_its_front_edge(height_m: float, stature_m: float) -> None:
    acts = (
        Act("reach", 1.0, 2.0, 0.0, "s", "left", height_m),
        Act("hold", 2.0, 4.0, 0.0, "s", "left", height_m),
    )
    standing = replace(_movement([(0.0, 3.0, 3.0), (6.0, 3.0, 3.0)], acts), stature_m=stature_m)

    (during,) = keypoints_m(posture_of(standing, np.array([3.0])), stature_m)

    assert during[9, 0] - 3.0 - STAND_OFF_M > 0.08
    assert during[9, 2] == pytest.approx(height_m, abs=0.03)
    np.testing.assert_allclose(np.linalg.norm(during[7] - during[9]), 0.146 * stature_m, atol=0.005)
    np.testing.assert_allclose(during[15:17, 0], 3.0 + STEP_IN_M, atol=0.01)


def test_an_inspected_product_is_held_before_the_chest() -> None:
    acts = (Act("inspect", 1.0, 3.0, 0.0, "s", "left"),)
    standing = _movement([(0.0, 3.0, 3.0), (6.0, 3.0, 3.0)], acts)

    points = _points(standing, np.arange(0.0, 4.0, 0.5))

    assert points[4, 9, 2] > points[0, 9, 2] + 0.3


def test_somebody_who_stands_still_has_still_legs() -> None:
    standing = _movement([(0.0, 3.0, 3.0), (6.0, 3.0, 3.0)])

    points = _points(standing, TIMES[:50])

    np.testing.assert_allclose(np.ptp(points[:, 15:17], axis=0), 0.0, atol=1e-9)
