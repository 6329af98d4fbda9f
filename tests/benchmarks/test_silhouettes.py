import numpy as np

from edge_node.scene import Scene
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.filming import Take, film
from edge_node.simulation.movement import Movement
from edge_node.simulation.views import VIEWS, camera_of
from tests.benchmarks.drawn_line import STARTS_AT
from tests.benchmarks.silhouettes import Silhouettes

VIEW = VIEWS["boutique-door"]


def _scene(*places: tuple[float, float]) -> Scene:
    begins_s = STARTS_AT.timestamp()
    people = [
        Movement(
            n, n, "visitor", np.array([begins_s, begins_s + 9.0]), np.array([at] * 2), (), None, None, 1.7
        )
        for n, at in enumerate(places)
    ]
    return film(VIEW.shop, camera_of(VIEW, EVERYDAY), people, Take(STARTS_AT, 1.0, 8.0))


def test_somebody_alone_shows_whole_with_every_joint() -> None:
    (shown,) = Silhouettes(_scene((4.0, 0.5))).of(0)

    assert shown.share == 1.0
    assert shown.is_shown.mean() > 0.8
    assert shown.joints_px[:, 1].min() > shown.bbox_xyxy_px[1]


def test_who_stands_behind_somebody_shows_less() -> None:
    shown = {s.person: s.share for s in Silhouettes(_scene((4.0, 0.5), (4.1, 1.6))).of(0)}

    assert shown[1] == 1.0
    assert shown[0] < 0.7


def test_a_wall_hides_who_stands_behind_it() -> None:
    shown = {s.person: s.share for s in Silhouettes(_scene((0.6, -0.8), (4.0, 0.5))).of(0)}

    assert shown.get(0, 0.0) < 0.6
    assert shown[1] == 1.0
