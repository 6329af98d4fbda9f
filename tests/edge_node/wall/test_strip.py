"""A strip is searched where all change lies in it; pose sees nothing that was not searched."""

from datetime import timedelta

import numpy as np
import pytest

from edge_node.blur.faces import FaceFinder, scale_of
from edge_node.frame import BlurredFrame
from edge_node.pose.models import FACES
from edge_node.wall.strip import SHARE, Searched, Strip, StripFaces, StripPeople, searched_only, strip_round
from tests.support.clips import STARTED_AT, backdrop, draw_person_on
from tests.support.weights import all_models, bytes_of

WIDE = 640
LEFT, RIGHT = [100.0, 50, 160, 250], [400.0, 50, 460, 250]
NONE = np.zeros((0, 4), np.float32)
SECOND = timedelta(seconds=1)


def _boxes(*rows: list[float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def _columns(low_px: int, high_px: int) -> np.ndarray:
    columns = np.zeros(160, np.bool_)
    columns[low_px // 4 : high_px // 4] = True
    return columns


class Finder:
    """Finds what it is told, and remembers how wide the pixels were."""

    def __init__(self, *rows: list[float]) -> None:
        self.boxes = _boxes(*rows)
        self.saw: list[int] = []

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the boxes, all sure."""
        self.saw.append(pixels.shape[1])
        return self.boxes, np.ones(len(self.boxes), np.float32)


def _searched(whole: Finder, part: Finder) -> tuple[Searched, StripPeople]:
    searched = Searched()
    people = StripPeople(whole, part, searched)
    searched.choose(None, WIDE, STARTED_AT)
    people.find(backdrop())
    return searched, people


def test_a_strip_holds_what_changed_and_whom_it_touches() -> None:
    strip = strip_round(_columns(120, 140), _boxes(LEFT, RIGHT), WIDE)

    assert strip is not None
    assert strip.right_px - strip.left_px == round(SHARE * WIDE)
    assert strip.left_px <= 100
    assert strip.right_px >= 160


@pytest.mark.parametrize(
    ("columns", "boxes"),
    [
        (_columns(0, 400), NONE),
        (_columns(120, 140), _boxes([50, 0, 380, 300])),
        (_columns(120, 140), _boxes(LEFT, [240, 50, 300, 250])),
    ],
    ids=["too much has changed", "somebody is too wide", "somebody would be cut"],
)
def test_where_no_strip_will_do_the_whole_frame_is_searched(columns: np.ndarray, boxes: np.ndarray) -> None:
    assert strip_round(columns, boxes, WIDE) is None


@pytest.mark.parametrize("changed_px", [(0, 8), (632, 640)], ids=["left edge", "right edge"])
def test_a_strip_stays_within_the_frame(changed_px: tuple[int, int]) -> None:
    strip = strip_round(_columns(*changed_px), NONE, WIDE)

    assert strip is not None
    assert strip.left_px >= 0
    assert strip.right_px <= WIDE


def test_what_is_found_in_the_strip_replaces_what_was_found_there() -> None:
    part = Finder([10, 60, 70, 260])
    searched, people = _searched(Finder(LEFT, RIGHT), part)
    searched.choose(_columns(120, 140), WIDE, STARTED_AT + SECOND)

    boxes, scores = people.find(backdrop())

    assert searched.strip is not None
    assert boxes.tolist() == [[10 + searched.strip.left_px, 60, 70 + searched.strip.left_px, 260], RIGHT]
    assert len(scores) == 2
    assert part.saw == [round(SHARE * WIDE)]


def test_whoever_left_the_strip_is_gone() -> None:
    searched, people = _searched(Finder(LEFT, RIGHT), Finder())
    searched.choose(_columns(120, 140), WIDE, STARTED_AT + SECOND)

    assert people.find(backdrop())[0].tolist() == [RIGHT]


@pytest.mark.parametrize(
    ("columns", "after_s"),
    [(None, 1.0), (np.zeros(160, np.bool_), 1.0), (_columns(120, 140), 2.0)],
    ids=["change is not known", "nothing changed", "the whole was long ago"],
)
def test_the_whole_frame_is_searched(columns: np.ndarray | None, after_s: float) -> None:
    searched, _ = _searched(Finder(LEFT), Finder())

    searched.choose(columns, WIDE, STARTED_AT + after_s * SECOND)

    assert searched.strip is None


def test_a_search_that_came_to_nothing_is_followed_by_a_whole_one() -> None:
    searched, _ = _searched(Finder(LEFT), Finder())
    searched.forget()

    searched.choose(_columns(120, 140), WIDE, STARTED_AT + SECOND)

    assert searched.strip is None


def test_pose_sees_the_strip_alone_and_reads_nobody_else() -> None:
    pixels = np.full((360, WIDE, 3), 200, np.uint8)
    frame = BlurredFrame(pixels, STARTED_AT, 0, _boxes(LEFT, RIGHT), np.ones(2, np.float32), NONE, 2)

    shown = searched_only(frame, Strip(80, 336))

    assert (shown.pixels[:, 80:336] == 200).all()
    assert not shown.pixels[:, :80].any()
    assert not shown.pixels[:, 336:].any()
    assert shown.is_shown is not None
    assert shown.is_shown.tolist() == [True, False]


def test_a_frame_searched_whole_is_left_as_it_is() -> None:
    frame = BlurredFrame(backdrop(), STARTED_AT, 0, NONE, np.zeros(0, np.float32), NONE, 0)

    assert searched_only(frame, None) is frame


@pytest.mark.vision
def test_a_face_is_found_in_a_strip_where_it_is_found_in_the_whole() -> None:
    pixels = backdrop()
    draw_person_on(pixels, 320, 350, 320)
    searched = Searched()
    faces = StripFaces(FaceFinder(bytes_of(all_models(), FACES), threads=1), searched)
    searched.choose(None, WIDE, STARTED_AT)
    whole, _ = faces.find(pixels)
    searched.choose(_columns(300, 340), WIDE, STARTED_AT + SECOND)

    part, _ = faces.find(pixels)

    assert searched.strip is not None
    assert scale_of(pixels) == 1.0
    assert part == pytest.approx(whole, abs=3)
