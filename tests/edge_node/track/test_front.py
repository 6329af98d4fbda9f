"""A front in line with the camera: where its line lies, who stands before it, and whose hand lies where."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.track.front import AWAY_M, BESIDE_BOX, WIDEST_M, Stand
from tests.support.shelf_camera import CAMERA, SHELF, front, share_of

EVERYWHERE = np.array([0.0, 0.0, 768.0, 432.0])


def test_its_near_end_is_nearer_to_the_camera_however_it_was_drawn() -> None:
    drawn_back = front(replace(SHELF, front_xy=SHELF.front_xy[::-1]))

    for found in (front(), drawn_back):
        assert found.near_m == pytest.approx([-1.0, -1.8])
        assert found.along == pytest.approx([0.0, 1.0])


def test_every_hand_in_the_front_lies_on_its_line() -> None:
    found = front()
    line = found.ends_px[1] - found.ends_px[0]
    across = np.array([-line[1], line[0]]) / np.hypot(*line)
    for along_m, up_m in ((0.0, 1.5), (0.9, 0.5), (1.7, 1.0)):
        at_m = np.array([[*(found.near_m + along_m * found.along), up_m]])
        assert abs((CAMERA.project(at_m)[0] - found.ends_px[0]) @ across) < 0.01 * found.px_per_m


@pytest.mark.parametrize(
    ("feet_m", "stand"),
    [
        ((-0.5, -1.0), Stand(0.8, 0.5)),
        ((-1.0 + AWAY_M + 0.01, -1.0), None),
        ((-0.5, -2.2), None),
        ((-0.5, 0.6), None),
        ((-0.5, 0.2), Stand(2.0, 0.5)),
    ],
    ids=["before it", "too far away", "short of it", "beyond it", "just beyond it"],
)
def test_who_stands_before_it(feet_m: tuple[float, float], stand: Stand | None) -> None:
    found = front().stand(np.array(feet_m))

    assert found == (None if stand is None else pytest.approx(stand, abs=0.02))


@pytest.mark.parametrize(
    ("wide_m", "is_narrow"), [(0.1, True), (WIDEST_M - 0.01, True), (WIDEST_M + 0.01, False)]
)
def test_what_is_too_wide_is_no_arm(wide_m: float, is_narrow: bool) -> None:
    found = front()
    line_m = float(np.hypot(*(found.ends_px[1] - found.ends_px[0]))) / found.px_per_m

    assert found.is_narrow(wide_m / line_m) == is_narrow


@pytest.mark.parametrize("up_m", [0.5, 1.0, 1.6])
def test_a_hand_fits_who_stands_there(up_m: float) -> None:
    found = front()

    assert found.weigh(share_of(0.9, up_m), Stand(0.9, 0.5), EVERYWHERE) > -0.1


def test_a_hand_does_not_fit_who_would_have_to_reach_above_or_below_the_boards() -> None:
    found = front()
    low, high = share_of(0.2, 0.5), share_of(1.6, 1.6)

    assert found.weigh(low, Stand(1.6, 0.5), EVERYWHERE) < -3.0
    assert found.weigh(high, Stand(0.2, 0.5), EVERYWHERE) < -3.0


def test_the_farther_away_the_less_it_fits() -> None:
    found = front()
    at = share_of(0.9, 1.0)
    weights = [found.weigh(at, Stand(0.9, away_m), EVERYWHERE) for away_m in (0.4, 0.6, 0.8, 1.0)]

    assert weights[0] == pytest.approx(weights[1])
    assert weights[1] > weights[2] > weights[3]


def test_an_arm_beside_the_persons_box_fits_less() -> None:
    found = front()
    at = share_of(0.9, 1.0)
    x_px = float((found.ends_px[0] + at * (found.ends_px[1] - found.ends_px[0]))[0])
    beside, reached = (np.array([x_px + off_px, 0.0, 768.0, 432.0]) for off_px in (10.0, 3.0))

    lost = found.weigh(at, Stand(0.9, 0.5), reached) - found.weigh(at, Stand(0.9, 0.5), beside)

    assert lost == pytest.approx(BESIDE_BOX)
