"""Counting lines lie in a camera's picture where its map says, and nowhere beyond the horizon."""

from itertools import pairwise

import numpy as np
import pytest

from edge_node.line_sight import lines_in_picture, lines_of, watched_lines
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.site import bare_site
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from tests.support.drawn_camera import floor_of

CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)
DOOR = Line("door", (1.9, 0.0), (6.1, 0.0))


def test_a_line_on_the_floor_lies_where_the_camera_sees_it() -> None:
    (line,) = lines_in_picture((DOOR,), floor_of(CAMERA).floor_from_px, CAMERA.frame_px, is_in_metres=True)

    ends_m = np.array([[*DOOR.from_xy, 0.0], [*DOOR.to_xy, 0.0]])
    np.testing.assert_allclose(line, CAMERA.project(ends_m), atol=1.0)


def test_a_line_behind_the_camera_is_in_no_picture() -> None:
    behind = Line("back", (1.0, 9.0), (5.0, 9.0))

    floor_from_px = floor_of(CAMERA).floor_from_px
    assert lines_in_picture((behind,), floor_from_px, CAMERA.frame_px, is_in_metres=True) == ()


@pytest.mark.parametrize("is_in_metres", [True, False], ids=["metres", "pixels"])
def test_without_a_map_only_pixels_say_where_a_line_is(is_in_metres: bool) -> None:
    drawn = Line("door", (10.0, 20.0), (30.0, 20.0), is_y_down=True)

    found = lines_in_picture((drawn,), None, None, is_in_metres=is_in_metres)

    assert found == (() if is_in_metres else (((10.0, 20.0), (30.0, 20.0)),))


def test_a_line_given_for_a_video_alone_is_watched() -> None:
    drawn = Line("door", (10.0, 20.0), (30.0, 20.0), is_y_down=True)
    site = bare_site("clip", is_in_metres=False).with_places((drawn,), ())

    assert lines_of(site, None) == (((10.0, 20.0), (30.0, 20.0)),)


def test_a_queue_given_for_a_video_alone_is_watched() -> None:
    queue = Zone.of("till 1", "queue", ((10.0, 20.0), (30.0, 20.0), (30.0, 40.0)))
    site = bare_site("clip", is_in_metres=False).with_places((), (queue,))

    assert len(lines_of(site, None)) == 3


def test_where_people_queue_every_edge_is_watched_and_no_other_zone() -> None:
    queue, shelf = (
        Zone.of(name, kind, ((1.0, 2.0), (3.0, 2.0), (3.0, 4.0)))
        for name, kind in (("till 1", "queue"), ("tea", "shelf"))
    )

    found = watched_lines((DOOR,), (queue, shelf))

    corners = ((1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 2.0))
    assert found[0] is DOOR
    assert [(line.from_xy, line.to_xy) for line in found[1:]] == list(pairwise(corners))
