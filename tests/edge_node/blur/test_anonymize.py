"""Masks first, heads filled, and no frame at all when unsure."""

from datetime import timedelta

import numpy as np
import pytest

from edge_node.blur.anonymize import FillLimits, HeadFiller
from edge_node.frame import BlurredFrame
from edge_node.observations import DropReason
from tests.support.clips import STARTED_AT, raw

PERSON = np.array([[100, 50, 160, 250]], np.float32)
PIXELS = np.full((300, 400, 3), 255, np.uint8)


class People:
    """Finds what it is told, and remembers what it saw."""

    def __init__(self, boxes: np.ndarray, scores: np.ndarray) -> None:
        self.boxes, self.scores = boxes, scores
        self.saw: np.ndarray | None = None

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the boxes."""
        self.saw = pixels.copy()
        return self.boxes, self.scores


class Broken:
    """Fails as a model might."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Raise."""
        raise self._error("pixels in the message")


def _outcome(people: People | Broken, **more: object) -> BlurredFrame | DropReason:
    return HeadFiller(people, None, **more).blur(raw(PIXELS))


def _blur(people: People | Broken, **more: object) -> BlurredFrame:
    blurred = _outcome(people, **more)
    assert isinstance(blurred, BlurredFrame)
    return blurred


def test_the_head_of_a_person_is_one_colour() -> None:
    blurred = _blur(People(PERSON, np.array([0.9], np.float32)))

    assert len(np.unique(blurred.pixels[52:70, 124:136].reshape(-1, 3), axis=0)) == 1
    assert (blurred.pixels[100:] == 255).all()
    assert blurred.heads_filled == 1


def test_the_room_beside_the_head_is_filled_like_the_wall() -> None:
    pixels = PIXELS.copy()
    pixels[50:70, 102:112] = 7

    blurred = HeadFiller(People(PERSON, np.array([0.9], np.float32)), None).blur(raw(pixels))

    assert isinstance(blurred, BlurredFrame)
    assert (blurred.pixels[50:70, 102:112] == 255).all()


def test_a_head_nobody_found_is_filled_as_it_comes_in_at_the_edge() -> None:
    filler = HeadFiller(People(np.zeros((0, 4), np.float32), np.zeros(0, np.float32)), None)
    entering = PIXELS.copy()
    entering[260:, 180:240] = 20
    for number in range(8):
        filler.blur(raw(PIXELS, number, STARTED_AT + number * timedelta(seconds=0.1)))

    blurred = filler.blur(raw(entering, 8, STARTED_AT + timedelta(seconds=0.8)))

    assert isinstance(blurred, BlurredFrame)
    assert not (blurred.pixels[260:, 180:240] == 20).all(axis=2).any()
    assert blurred.is_settled
    (wide,) = blurred.wide_xyxy_px
    assert (wide[:2] <= (180, 260)).all()
    assert (wide[2:] >= (240, 300)).all()


def test_a_faint_person_is_filled_and_handed_on_as_doubtful() -> None:
    blurred = _blur(People(PERSON, np.array([0.2], np.float32)))

    assert (blurred.heads_filled, len(blurred.person_scores)) == (1, 1)
    assert not blurred.is_readable.any()


def test_the_faintest_person_is_filled_and_not_handed_on() -> None:
    blurred = _blur(People(PERSON, np.array([0.1], np.float32)))

    assert (blurred.heads_filled, len(blurred.person_scores)) == (1, 0)


def test_masks_are_filled_before_any_model_looks() -> None:
    people = People(PERSON, np.array([0.9], np.float32))

    _blur(people, masks_px=[((0, 0), (50, 0), (50, 50), (0, 50))])

    assert people.saw is not None
    assert (people.saw[:50, :50] != 255).all()


def test_the_raw_frame_is_left_as_it_was() -> None:
    frame = raw(PIXELS.copy())

    HeadFiller(People(PERSON, np.array([0.9], np.float32)), None).blur(frame)

    assert (frame.pixels == 255).all()


@pytest.mark.parametrize("error", [RuntimeError, MemoryError])
def test_a_frame_whose_model_fails_is_dropped(error: type[Exception]) -> None:
    assert _outcome(Broken(error)) == "blur_failed"


@pytest.mark.parametrize("broken", [0, 1], ids=["people", "faces"])
def test_a_frame_with_a_nonsensical_answer_is_dropped(broken: int) -> None:
    sound = People(PERSON, np.array([0.9], np.float32))
    senseless = People(np.full((1, 4), np.nan, np.float32), np.ones(1, np.float32))
    finders = [sound, sound]
    finders[broken] = senseless

    assert HeadFiller(*finders).blur(raw(PIXELS)) == "unsure"


def test_a_frame_too_small_to_find_heads_in_is_dropped_unseen() -> None:
    people = People(PERSON, np.array([0.9], np.float32))

    outcome = HeadFiller(people, None).blur(raw(PIXELS[:100]))

    assert (outcome, people.saw) == ("unsure", None)


@pytest.mark.parametrize(("seconds", "is_late"), [(2.9, False), (3.1, True)], ids=["in time", "late"])
def test_a_frame_past_its_deadline_is_dropped(seconds: float, is_late: bool) -> None:
    ticks = iter([100.0, 100.0 + seconds])

    outcome = _outcome(People(PERSON, np.array([0.9], np.float32)), monotonic_s=lambda: next(ticks))

    assert (outcome == "late") is is_late


def test_a_dropped_frame_is_logged_without_its_content(caplog: pytest.LogCaptureFixture) -> None:
    _outcome(Broken(RuntimeError))

    assert "RuntimeError" in caplog.text
    assert "pixels in the message" not in caplog.text


def test_the_limits_are_stated() -> None:
    assert FillLimits().person_score == 0.15


def test_finders_side_by_side_find_the_same() -> None:
    people, faces = People(PERSON, np.array([0.9], np.float32)), People(PERSON, np.array([0.7], np.float32))

    one, other = (
        HeadFiller(people, faces, side_by_side=beside).blur(raw(PIXELS)) for beside in (False, True)
    )

    assert isinstance(one, BlurredFrame)
    assert isinstance(other, BlurredFrame)
    assert (one.pixels == other.pixels).all()


@pytest.mark.parametrize("broken", ["people", "faces"])
def test_side_by_side_either_ones_fault_drops_the_frame(broken: str) -> None:
    finders: dict[str, People | Broken] = dict.fromkeys(
        ("people", "faces"), People(PERSON, np.ones(1, np.float32))
    )
    finders[broken] = Broken(RuntimeError)

    outcome = HeadFiller(finders["people"], finders["faces"], side_by_side=True).blur(raw(PIXELS))

    assert outcome == "blur_failed"


def test_a_face_more_than_there_are_people_is_a_head_alone() -> None:
    people = People(PERSON, np.array([0.9], np.float32))
    faces = People(np.array([[122, 60, 138, 80], [126, 110, 142, 130]], np.float32), np.ones(2, np.float32))

    blurred = HeadFiller(people, faces).blur(raw(PIXELS))

    assert isinstance(blurred, BlurredFrame)
    np.testing.assert_allclose(blurred.heads_alone_xyxy_px, [[126, 102, 142, 130]])


def test_a_box_too_faint_to_be_handed_on_has_no_face() -> None:
    people = People(PERSON, np.array([0.1], np.float32))
    faces = People(np.array([[122, 60, 138, 80]], np.float32), np.ones(1, np.float32))

    blurred = HeadFiller(people, faces).blur(raw(PIXELS))

    assert isinstance(blurred, BlurredFrame)
    assert len(blurred.heads_alone_xyxy_px) == 1
