from datetime import UTC, datetime

import numpy as np

from edge_node.capture.backdrop import draw_backdrop, polygon_px
from edge_node.scene import Scene
from edge_node.simulation.drawn import drawn_scenario
from edge_node.simulation.plans import PLANS

WHOLE = (slice(None), slice(None))


def _scene() -> Scene:
    return drawn_scenario(PLANS["boutique"](), 1, 20.0, datetime(2026, 11, 20, 10, tzinfo=UTC)).scene


def test_the_front_wall_hides_the_street_beside_the_door_but_not_before_it() -> None:
    scene = _scene()
    backdrop = draw_backdrop(scene)

    hidden = backdrop.between(scene.camera, (0.0, -1.5), WHOLE)
    assert hidden is not None
    assert hidden.any()
    assert backdrop.between(scene.camera, (4.0, -1.5), WHOLE) is None
    assert backdrop.between(scene.camera, (4.0, 1.5), WHOLE) is None


def test_a_polygon_behind_the_camera_is_not_drawn() -> None:
    camera = _scene().camera
    behind = np.array([(4.0, 9.0, 0.0), (5.0, 9.0, 0.0), (5.0, 9.0, 4.0)])

    assert polygon_px(camera, behind) is None


def test_a_polygon_that_reaches_behind_the_camera_is_cut() -> None:
    camera = _scene().camera
    through = np.array([(3.0, 0.0, 0.0), (5.0, 0.0, 0.0), (5.0, 9.0, 0.0), (3.0, 9.0, 0.0)])

    cut = polygon_px(camera, through)

    assert cut is not None
    assert len(cut) == 4
    assert np.isfinite(cut).all()


def test_the_empty_shop_is_the_same_every_time() -> None:
    assert np.array_equal(draw_backdrop(_scene()).pixels, draw_backdrop(_scene()).pixels)
