import numpy as np
import pytest

from edge_node.simulation.paths import network
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import Box, Coverage, Shop, ShopZone, Till, is_in, placed_shelves
from shared.schemas.layout import layout_hash


def test_layout_is_labelled_simulated() -> None:
    assert PLANS["corridor"]().layout("x", "UTC").simulated


def test_layout_hash_is_the_same_every_time() -> None:
    first, second = (PLANS["grocery"]().layout("x", "UTC") for _ in range(2))

    assert layout_hash(first) == layout_hash(second)


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_grid_covers_the_floor_in_at_most_100_cells(kind: str) -> None:
    shop = PLANS[kind]()

    grid = shop.grid

    assert grid.columns * grid.rows <= 100
    assert grid.columns * grid.cell_m >= shop.width_m
    assert grid.rows * grid.cell_m >= shop.depth_m


def test_box_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="expected x0 < x1"):
        Box(1.0, 0.0, 1.0, 2.0)


def test_zone_that_two_cameras_share_is_refused() -> None:
    with pytest.raises(ValueError, match="no single camera"):
        Shop(
            kind="bad",
            width_m=4.0,
            depth_m=4.0,
            door_x_m=(1.0, 3.0),
            shelves=(),
            zones=(ShopZone("wide", "grocery", Box(0.0, 0.5, 4.0, 3.5), 1.0),),
            till=Till("till-1", (1.0, 1.0), (2.0, 1.0), (0.5, 0.0), 2),
            coverages=(
                Coverage("a", Box(0.0, 0.0, 4.0, 2.0), ("browse",)),
                Coverage("b", Box(0.0, 2.0, 4.0, 4.0), ("browse",)),
            ),
            stops_mean=2.0,
            buys_share=0.5,
        )


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_every_shelf_that_hands_go_to_stands_before_a_zone(kind: str) -> None:
    shop = PLANS[kind]()
    ways = network(shop)

    reached = {(place.shelf, place.zone) for place in ways.places if place.shelf}

    zones = {placed.shelf.name: placed.zone for placed in placed_shelves(shop)}
    assert {shelf for shelf, _ in reached} == set(zones)
    assert set(zones.items()) <= reached


def test_the_front_of_a_shelf_is_the_side_people_stand_at() -> None:
    placed = {each.shelf.name: each for each in placed_shelves(PLANS["boutique"]())}

    assert placed["west-wall"].front_xy_m == ((0.5, 4.0), (0.5, 11.0))
    assert placed["fridge"].front_xy_m == ((1.2, 11.4), (3.8, 11.4))


def test_a_table_is_open_all_round() -> None:
    placed = {each.shelf.name: each for each in placed_shelves(PLANS["boutique"]())}

    corners = placed["table"].shelf.box.corners
    assert placed["table"].front_xy_m == (*corners, corners[0])


def test_a_point_is_in_furniture_inside_of_any_and_not_on_its_edge() -> None:
    furniture = [Box(0.0, 0.0, 1.0, 1.0), Box(3.0, 0.0, 4.0, 1.0)]
    points = np.array([[[0.5, 0.5], [1.0, 0.5]], [[2.0, 0.5], [3.5, 0.9]]])

    assert is_in(furniture, points).tolist() == [[True, False], [False, True]]
    assert not is_in([], points).any()
