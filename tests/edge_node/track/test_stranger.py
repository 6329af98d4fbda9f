import numpy as np
import pytest

from edge_node.track.stranger import Return

FOUND_AT_PX = np.array([300.0, 200.0])


def found(heading_heights_s: tuple[float, float]) -> Return:
    return Return(10.0, FOUND_AT_PX, np.array(heading_heights_s))


@pytest.mark.parametrize(
    ("heading_heights_s", "moved_px", "is_stranger"),
    [
        ((0.7, 0.0), (-40.0, 0.0), True),
        ((0.7, 0.0), (-30.0, 20.0), True),
        ((0.7, 0.0), (40.0, 0.0), False),
        ((0.7, 0.0), (0.0, 40.0), False),
        ((0.7, 0.0), (-10.0, 0.0), False),
        ((0.1, 0.0), (-40.0, 0.0), False),
    ],
    ids=["back", "back and aside", "on", "aside", "hardly moves", "stood before"],
)
def test_whoever_walks_back_is_a_stranger(
    heading_heights_s: tuple[float, float], moved_px: tuple[float, float], is_stranger: bool
) -> None:
    now = FOUND_AT_PX + np.array(moved_px)

    assert found(heading_heights_s).is_stranger(10.5, now, 120.0) is is_stranger


@pytest.mark.parametrize(("t_s", "is_due"), [(10.3, False), (10.5, True)], ids=["too soon", "long enough"])
def test_it_takes_a_while_to_see_which_way_somebody_goes(t_s: float, is_due: bool) -> None:
    assert found((0.7, 0.0)).is_due(t_s) is is_due
