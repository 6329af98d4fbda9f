"""Places are judged by geometry alone: each rule with an example on either side of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.errors import SiteError
from edge_node.site_checks import (
    Drawn,
    check_before_horizon,
    check_grid,
    check_in_picture,
    check_length,
    check_on_floor,
    check_polygon,
    crossing_edges,
    masks_of,
    unit_of,
)
from edge_node.track.homography import fit
from shared.schemas.layout import GridLayout

SQUARE = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)])
NOTCHED = np.array([(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9)], dtype=np.float64)
PX = np.array([(200.0, 350.0), (440.0, 350.0), (360.0, 200.0), (280.0, 200.0)])
M = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 8.0), (0.0, 8.0)])


def drawn(*points: tuple[float, float], is_closed: bool = True) -> Drawn:
    return Drawn('zone "bay"', np.array(points, dtype=np.float64), is_closed=is_closed)


def test_a_ring_in_order_crosses_nothing() -> None:
    assert crossing_edges(NOTCHED) is None


def test_two_corners_changed_over_make_two_edges_cross() -> None:
    assert crossing_edges(SQUARE[[0, 2, 1, 3]]) == (1, 3)


@given(st.integers(3, 12), st.floats(0, 6), st.floats(0.3, 1.0))
def test_no_star_shaped_ring_crosses_itself(count: int, turn: float, depth: float) -> None:
    angles = turn + 2 * np.pi * np.arange(count) / count
    radii = np.where(np.arange(count) % 2 == 0, 1.0, depth)

    assert crossing_edges(np.column_stack((radii * np.cos(angles), radii * np.sin(angles)))) is None


def test_a_point_on_the_edge_lies_on_the_floor() -> None:
    check_on_floor([drawn((0, 0), (4, 0), is_closed=False)], SQUARE, "m")


def test_a_tape_measures_error_is_forgiven() -> None:
    check_on_floor([drawn((0, 0), (4.04, 0), (4, 4))], SQUARE, "m")


def test_an_edge_may_leave_the_floor_though_its_corners_do_not() -> None:
    with pytest.raises(SiteError, match=r"lies 1\.5 m outside the floor \(got x 4\.5 m, y 6\.0 m"):
        check_on_floor([drawn((1, 6), (8, 6), (8, 8), (1, 8))], NOTCHED, "m")


def test_the_side_that_is_passed_is_named() -> None:
    with pytest.raises(SiteError, match=r"\(x ≥ 0\.0 m, got -2\.0 m\)"):
        check_on_floor([drawn((-2, 1), (3, 1), (3, 3))], SQUARE, "m")


def test_pixels_are_told_whole() -> None:
    with pytest.raises(SiteError, match=r"lies 3 px outside the picture of 8×8 px \(y ≤ 8 px, got 11 px\)"):
        check_in_picture([drawn((1, 1), (2, 11), (3, 1))], (8, 8))


@pytest.mark.parametrize(("side", "is_refused"), [(0.09, True), (0.11, False)])
def test_a_zone_smaller_than_ten_centimetres_each_way_has_no_area(side: float, *, is_refused: bool) -> None:
    place = drawn((0, 0), (side, 0), (side, side), (0, side))
    if is_refused:
        with pytest.raises(SiteError, match=r"expected at least 0\.01 m², got 0\.0081 m²"):
            check_polygon(place, "m")
    else:
        check_polygon(place, "m")


def test_ends_a_pixel_apart_are_one() -> None:
    with pytest.raises(SiteError, match="expected at least 2 px between them, got 1 px"):
        check_length(drawn((0, 0), (1, 0), is_closed=False), "px")


def test_floor_below_the_horizon_is_floor() -> None:
    check_before_horizon([drawn((100, 300), (500, 300), is_closed=False)], fit(PX, M), PX[0])


def test_nothing_stands_above_the_horizon() -> None:
    with pytest.raises(SiteError, match="reaches above the horizon"):
        check_before_horizon([drawn((100, 300), (500, 20), is_closed=False)], fit(PX, M), PX[0])


def test_a_heatmap_that_touches_the_floor_is_kept() -> None:
    check_grid(GridLayout(origin_xy_m=(3.0, 3.0), cell_m=1.0, columns=4, rows=4), tuple(map(tuple, SQUARE)))


def test_a_heatmap_beside_the_floor_is_refused() -> None:
    with pytest.raises(SiteError, match="got x 5–9 m, y 0–4 m"):
        check_grid(
            GridLayout(origin_xy_m=(5.0, 0.0), cell_m=1.0, columns=4, rows=4), tuple(map(tuple, SQUARE))
        )


def test_masks_are_numbered_from_one() -> None:
    (mask,) = masks_of("door", (((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)),))

    assert (mask.words, unit_of(is_in_metres=False)) == ('mask 1 of camera "door"', "px")
