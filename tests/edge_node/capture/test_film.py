import numpy as np

from edge_node.capture.film import Film

GREY = np.full((60, 80, 3), 120, dtype=np.uint8)


def test_the_same_frame_number_gives_the_same_grain() -> None:
    one, other = Film((80, 60), 1.0, 5.0), Film((80, 60), 1.0, 5.0)

    assert np.array_equal(one.expose(GREY, 7), other.expose(GREY, 7))
    assert not np.array_equal(one.expose(GREY, 7), one.expose(GREY, 8))


def test_grain_moves_no_brightness_and_more_of_it_arrives_as_more() -> None:
    spreads = []
    for grain in (0.0, 6.0, 12.0):
        exposed = Film((80, 60), 1.0, grain).expose(GREY, 1).astype(float)
        spreads.append(exposed.std())
        assert abs(exposed.mean() - 120.0) < 3.0

    assert spreads[0] < 0.5
    assert spreads[1] < spreads[2] < 12.0


def test_a_fine_pattern_does_not_arrive_whole() -> None:
    chequered = np.where(np.indices((64, 64)).sum(axis=0)[..., None] % 2, 200, 60).repeat(3, axis=2)

    exposed = Film((64, 64), 1.0, 0.0).expose(chequered.astype(np.uint8), 0)

    assert exposed.std() < 0.5 * chequered.std()


def test_less_light_is_darker_and_without_grain_nothing_else_changes() -> None:
    exposed = Film((80, 60), 0.5, 0.0).expose(GREY, 1)

    assert (np.abs(exposed.astype(int) - 60) <= 3).all()
