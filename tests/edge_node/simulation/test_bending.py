import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.simulation.bending import TARGET_M, bent_to

HIP_M, TRUNK_M, ARM_M = 0.88, 0.5, 0.56


def left_over_m(height_m: float, lean_rad: float, sink_m: float) -> float:
    """Return how far from the target a straight arm ends."""
    ahead_m = TARGET_M - TRUNK_M * np.sin(lean_rad)
    down_m = HIP_M - sink_m + TRUNK_M * np.cos(lean_rad) - height_m
    return float(np.hypot(ahead_m, down_m) - ARM_M)


@given(st.floats(0.5, 1.6))
def test_the_arm_reaches_every_board(height_m: float) -> None:
    lean_rad, sink_m = bent_to(np.array([height_m]), HIP_M, TRUNK_M, ARM_M)

    assert left_over_m(height_m, float(lean_rad[0]), float(sink_m[0])) < 0.0


@given(st.floats(0.5, 1.6))
def test_nobody_leans_further_than_needed(height_m: float) -> None:
    lean_rad, sink_m = bent_to(np.array([height_m]), HIP_M, TRUNK_M, ARM_M)

    less = float(lean_rad[0]) - np.radians(4.0)
    assert less < 0.0 or left_over_m(height_m, less, float(sink_m[0])) > -0.03 * ARM_M


def test_knees_bend_for_low_boards_only() -> None:
    _, sink_m = bent_to(np.array([0.6, 1.3]), HIP_M, TRUNK_M, ARM_M)

    assert sink_m[0] > 0.1
    assert sink_m[1] == 0.0


def test_a_board_out_of_reach_is_leant_to_as_far_as_it_goes() -> None:
    lean_rad, _ = bent_to(np.array([3.0]), HIP_M, TRUNK_M, ARM_M)

    assert float(lean_rad[0]) == pytest.approx(0.0, abs=0.3)
