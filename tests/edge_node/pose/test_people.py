"""YOLOX on drawn people, and its arithmetic on cells counted by hand."""

import numpy as np
import pytest

from edge_node.boxes import overlap
from edge_node.errors import ModelError
from edge_node.pose.models import PEOPLE
from edge_node.pose.people import PersonFinder
from tests.support.clips import backdrop, draw_person_on
from tests.support.weights import all_models, bytes_of


@pytest.fixture(scope="module")
def finder() -> PersonFinder:
    return PersonFinder(bytes_of(all_models(), PEOPLE), threads=1)


@pytest.mark.vision
@pytest.mark.parametrize("tall_px", [140, 200, 320])
def test_a_drawn_person_is_found_where_drawn(finder: PersonFinder, tall_px: int) -> None:
    pixels = backdrop()
    draw_person_on(pixels, 300, 350, tall_px)
    half = 0.17 * tall_px
    drawn = np.array([300 - half, 350 - tall_px, 300 + half, 350], np.float32)

    boxes, scores = finder.find(pixels)

    assert overlap(drawn, boxes[scores >= 0.3]).max() > 0.6


@pytest.mark.vision
def test_people_come_best_first_and_inside_the_frame(finder: PersonFinder) -> None:
    pixels = backdrop()
    for x in (10, 250, 500):
        draw_person_on(pixels, x, 355, 260)

    boxes, scores = finder.find(pixels)

    assert (np.diff(scores) <= 0).all()
    assert (boxes >= 0).all()
    assert (boxes <= [640, 360, 640, 360]).all()


@pytest.mark.vision
def test_a_tall_narrow_frame_is_scaled_to_fit(finder: PersonFinder) -> None:
    pixels = backdrop((270, 480))
    draw_person_on(pixels, 135, 460, 300)

    boxes, scores = finder.find(pixels)

    assert scores.max() > 0.3
    assert boxes[0][3] == pytest.approx(460, abs=30)


@pytest.mark.vision
def test_a_narrow_input_finds_the_same_person_in_a_narrow_part(finder: PersonFinder) -> None:
    pixels = backdrop()
    draw_person_on(pixels, 300, 350, 320)
    narrow = PersonFinder(bytes_of(all_models(), PEOPLE), threads=1, size_px=(256, 384))

    whole, part = finder.find(pixels)[0][0], narrow.find(np.ascontiguousarray(pixels[:, 180:436]))[0][0]

    assert np.add(part, [180, 0, 180, 0]) == pytest.approx(whole, abs=8)


def test_other_weights_are_refused() -> None:
    with pytest.raises(ModelError, match="416×416"):
        PersonFinder(b"not yolox", threads=1)
