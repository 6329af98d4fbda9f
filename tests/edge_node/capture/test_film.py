import numpy as np

from edge_node.capture.film import Film

GREY = np.full((60, 80, 3), 120, dtype=np.uint8)


def test_the_same_frame_number_gives_the_same_grain() -> None:
    one, other = Film((80, 60), 1.0, 5.0), Film((80, 60), 1.0, 5.0)

    assert np.array_equal(one.expose(GREY, 7), other.expose(GREY, 7))
    assert not np.array_equal(one.expose(GREY, 7), one.expose(GREY, 8))


def test_grain_has_the_spread_asked_for_and_moves_no_brightness() -> None:
    exposed = Film((80, 60), 1.0, 5.0).expose(GREY, 1).astype(float)

    assert abs(exposed.std() - 5.0) < 0.4
    assert abs(exposed.mean() - 120.0) < 0.5


def test_less_light_is_darker_and_without_grain_nothing_else_changes() -> None:
    exposed = Film((80, 60), 0.5, 0.0).expose(GREY, 1)

    assert (exposed == 60).all()
