import numpy as np
import pytest

from edge_node.simulation.difficulty import CALM, EVERYDAY
from edge_node.simulation.floor_in_view import LEAST_TALL, SHOULDERS_M, STATURE_M, as_seen, is_measurable
from edge_node.simulation.shop import Box, Shop
from edge_node.simulation.views import VIEWS, camera_of


def _seen(name: str) -> Shop:
    return as_seen(VIEWS[name].shop, camera_of(VIEWS[name], EVERYDAY))


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_has_a_zone_to_measure_within_the_plans_zones(name: str) -> None:
    planned = {zone.name: zone.box for zone in VIEWS[name].shop.zones}

    zones = _seen(name).zones

    assert zones
    for zone in zones:
        outer = planned[zone.name].grown(0.001)
        assert outer.holds(zone.box.x0_m, zone.box.y0_m)
        assert outer.holds(zone.box.x1_m, zone.box.y1_m)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_people_in_a_measured_zone_show_whole_and_tall_enough(name: str) -> None:
    camera = camera_of(VIEWS[name], EVERYDAY)

    for zone in _seen(name).zones:
        box = zone.box.grown(-0.15)
        feet = np.array([(x, y, 0.0) for x, y in box.corners])
        low, high = camera.project(feet), camera.project(feet + np.array([0.0, 0.0, STATURE_M]))
        assert (low[:, 1] - high[:, 1] > 0.9 * LEAST_TALL * camera.frame_px[0]).all()
        assert (np.concatenate([low, high]) > -10).all()


@pytest.mark.parametrize("name", ["boutique-till", "grocery-till"])
def test_a_queues_zone_holds_the_head_of_the_queue_though_crowns_there_are_cut(name: str) -> None:
    view, camera = VIEWS[name], camera_of(VIEWS[name], CALM)
    east, north = view.shop.till.queue_head_xy_m
    round_head = Box(east - 0.2, north - 0.2, east + 0.2, north + 0.2)
    corners = np.array(round_head.corners)

    (queue,) = [zone.box for zone in as_seen(view.shop, camera).zones if zone.zone_type == "queue"]

    assert all(queue.holds(x_m, y_m) for x_m, y_m in round_head.corners)
    assert is_measurable(view.shop, camera, corners, SHOULDERS_M).all()
    assert not is_measurable(view.shop, camera, corners).all()


def test_floor_behind_a_shelf_cannot_be_measured() -> None:
    view = VIEWS["grocery-aisle"]
    beside, behind = np.array([[5.1, 13.0]]), np.array([[8.5, 13.0]])

    camera = camera_of(view, EVERYDAY)

    assert is_measurable(view.shop, camera, beside).all()
    assert not is_measurable(view.shop, camera, behind).any()


def test_nobody_stands_in_a_shelf() -> None:
    view = VIEWS["boutique-aisle"]

    assert not is_measurable(view.shop, camera_of(view, EVERYDAY), np.array([[0.3, 7.0]])).any()
