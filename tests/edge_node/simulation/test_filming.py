from datetime import UTC, datetime

import numpy as np
import pytest

from edge_node.capture.trolley import trolley_corners_m
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.filming import Take, film
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.shop import is_in
from edge_node.simulation.views import VIEWS, camera_of

START = datetime(2026, 11, 20, 10, tzinfo=UTC)
VIEW = VIEWS["boutique-aisle"]
CAMERA = camera_of(VIEW, EVERYDAY)
TAKE = Take(START, 5.0, 8.0, light=0.5, grain=7.0)


def _movement(person: int, x_m: float, y_m: float, *, pushes: bool = False) -> Movement:
    begins_s = START.timestamp()
    act = Act("browse", begins_s, begins_s + 2.0, np.pi, "west-wall")
    return Movement(
        person, person, "visitor", np.array([begins_s, begins_s + 10.0]), np.array([[x_m, y_m]] * 2),
        (act,), None, None, 1.7, pushes=pushes,
    )  # fmt: skip


def test_a_take_knows_its_frames() -> None:
    assert TAKE.frames == 40
    assert TAKE.t_s[8] == START.timestamp() + 1.0


def test_only_who_may_be_seen_is_in_the_scene_and_light_is_handed_on() -> None:
    scene = film(VIEW.shop, CAMERA, [_movement(0, 1.3, 7.0), _movement(1, 4.0, -1.5)], TAKE)

    assert [person.person for person in scene.people] == [0]
    assert (scene.light, scene.grain, scene.frames) == (0.5, 7.0, 40)


def test_furniture_and_front_wall_stand_in_the_scene() -> None:
    scene = film(VIEW.shop, CAMERA, [], TAKE)

    assert sum(box.kind == "shelf" for box in scene.boxes) == len(VIEW.shop.shelves)
    assert sum(box.kind == "wall" for box in scene.boxes) == 2


def test_a_trolley_stands_beside_who_looks_at_a_shelf_and_never_in_it() -> None:
    scene = film(VIEW.shop, CAMERA, [_movement(0, 1.05, 7.0, pushes=True)], TAKE)

    x_m, y_m, _ = scene.people[0].trolley_m(8) or (0.0, 0.0, 0.0)
    shelf = VIEW.shop.shelves[0].box
    assert not shelf.grown(0.2).holds(x_m, y_m)
    assert 0.6 < np.hypot(x_m - 1.05, y_m - 7.0) < 0.9


@pytest.mark.parametrize("pushes", [False, True])
def test_neither_trolley_nor_arms_are_in_a_shelf_at_which_nobody_reaches(*, pushes: bool) -> None:
    begins_s, ways = START.timestamp(), np.array([[4.0, 7.0], [0.75, 7.0], [0.75, 7.4]])
    shelf = next(shelf.box for shelf in VIEW.shop.shelves if shelf.name == "west-wall")
    movement = Movement(
        0, 0, "visitor", begins_s + np.array([0.0, 3.0, 5.0]), ways, (), None, None, 1.8, pushes=pushes
    )
    (person,) = film(VIEW.shop, CAMERA, [movement], TAKE).people

    bodies = [body for frame in range(40) if (body := person.keypoints_m(frame)) is not None]
    assert not is_in([shelf], np.array(bodies)[:, 7:11, :2]).any()
    places = [place for frame in range(40) if (place := person.trolley_m(frame)) is not None]
    corners = np.array([trolley_corners_m(place)[:, :2] for place in places]).reshape(-1, 2)
    assert not is_in([shelf.grown(-0.05)], corners).any()
    assert bool(places) == pushes
