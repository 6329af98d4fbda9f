import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.zones.polygon import Zone, area, distance_to_edge, is_inside

SQUARE = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]])
HORSESHOE = np.array([[0, 0], [6, 0], [6, 5], [4, 5], [4, 2], [2, 2], [2, 5], [0, 5]], dtype=float)
INNER = st.floats(-1.0, 7.0).filter(lambda v: min(abs(v - edge) for edge in (0, 2, 4, 5, 6)) > 1e-6)


@given(INNER, INNER)
def test_inside_a_horseshoe_is_inside_its_three_boxes(x: float, y: float) -> None:
    boxes = [(0, 0, 6, 2), (0, 0, 2, 5), (4, 0, 6, 5)]

    expected = any(x1 < x < x2 and y1 < y < y2 for x1, y1, x2, y2 in boxes)

    assert bool(is_inside(np.array([[x, y]]), HORSESHOE)[0]) == expected


@given(INNER, INNER)
def test_the_way_round_does_not_matter(x: float, y: float) -> None:
    point = np.array([[x, y]])

    assert is_inside(point, HORSESHOE) == is_inside(point, HORSESHOE[::-1])


@pytest.mark.parametrize(
    ("point", "distance"),
    [((2.0, 1.0), 1.0), ((2.0, -3.0), 3.0), ((7.0, 8.0), 5.0), ((4.0, 2.0), 0.0)],
    ids=["inside", "below", "off a corner", "on the edge"],
)
def test_distance_is_to_the_nearest_edge(point: tuple[float, float], distance: float) -> None:
    assert distance_to_edge(np.array([point]), SQUARE)[0] == pytest.approx(distance)


def test_area_is_positive_counter_clockwise() -> None:
    assert (area(SQUARE), area(SQUARE[::-1])) == (16.0, -16.0)


def test_a_zone_knows_the_box_round_it() -> None:
    zone = Zone.of("shelf", "grocery", ((1.0, 2.0), (5.0, 2.0), (3.0, 9.0)))

    assert zone.bounds_xyxy == (1.0, 2.0, 5.0, 9.0)


def test_two_corners_are_no_zone() -> None:
    with pytest.raises(ValueError, match="expected a polygon"):
        Zone.of("shelf", "grocery", ((1.0, 2.0), (5.0, 2.0)))


@pytest.mark.parametrize(
    ("box", "is_near"),
    [((-5.0, -5.0, -1.0, 5.0), False), ((-5.0, 1.0, -0.1, 2.0), True), ((1.0, 1.0, 2.0, 2.0), True)],
    ids=["far", "within the margin", "inside"],
)
def test_a_box_beyond_the_margin_is_not_near(box: tuple[float, float, float, float], is_near: bool) -> None:
    square = Zone.of("square", "grocery", ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)))

    assert square.is_near(box) == is_near
