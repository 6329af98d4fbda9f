import numpy as np

from edge_node.simulation.movement import Movement, positions


def test_positions_are_straight_between_knots_and_held_outside() -> None:
    movement = Movement(
        person=0,
        group=0,
        kind="pass_by",
        t_s=np.array([10.0, 20.0]),
        xy_m=np.array([[0.0, 0.0], [10.0, -5.0]]),
        acts=(),
        entered_s=None,
        left_s=None,
        stature_m=1.7,
    )

    found = positions(movement, np.array([0.0, 15.0, 99.0]))

    assert found.tolist() == [[0.0, 0.0], [5.0, -2.5], [10.0, -5.0]]
    assert repr(movement) == "Movement(pass_by, 2 knots)"
