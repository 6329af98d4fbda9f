import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.floor_in_view import is_measurable
from edge_node.simulation.fronts_in_view import fronts_in_view
from edge_node.simulation.paths import STAND_OFF_M
from edge_node.simulation.shop import placed_shelves
from edge_node.simulation.views import VIEWS, camera_of

AISLES = sorted(name for name, view in VIEWS.items() if view.purpose == "aisle")


@pytest.mark.parametrize("name", AISLES)
def test_a_drawn_front_is_a_part_of_the_shelfs_edge(name: str) -> None:
    view = VIEWS[name]
    whole = {placed.shelf.name: placed.front_xy_m for placed in placed_shelves(view.shop)}

    fronts = fronts_in_view(view.shop, camera_of(view, EVERYDAY))

    assert fronts
    for shelf, front in fronts.items():
        low, high = np.min(whole[shelf], axis=0), np.max(whole[shelf], axis=0)
        assert ((np.array(front) >= low) & (np.array(front) <= high)).all()


def test_whoever_stands_before_a_drawn_front_shows_whole() -> None:
    view = VIEWS["boutique-shelf"]
    camera = camera_of(view, EVERYDAY)

    ((x_m, from_m), (_, to_m)) = fronts_in_view(view.shop, camera)["west-wall"]

    along_m = np.linspace(from_m, to_m, 9)
    before = np.column_stack([np.full(9, x_m + STAND_OFF_M), along_m])
    assert is_measurable(view.shop, camera, before).all()


def test_of_a_shelf_that_is_open_all_round_one_side_is_drawn() -> None:
    view = VIEWS["boutique-aisle"]

    front = fronts_in_view(view.shop, camera_of(view, EVERYDAY)).get("table")

    assert front is None or len(front) == 2


def test_a_shelf_that_the_camera_does_not_see_is_not_drawn() -> None:
    view = VIEWS["boutique-shelf"]

    fronts = fronts_in_view(view.shop, camera_of(view, EVERYDAY))

    assert "fridge" not in fronts
    assert "window-west" not in fronts
