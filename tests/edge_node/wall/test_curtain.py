"""Only what covers a front's line on both sides is told of, against what is usual there."""

from datetime import timedelta

import numpy as np
import pytest

from edge_node.capture.source import FrontLine
from edge_node.frame import Pixels, RawFrame
from edge_node.observations import MOST_AGAIN, Across
from edge_node.wall.curtain import (
    ENOUGH_KEPT,
    FEWEST_KEPT,
    KEPT,
    KEPT_EVERY_S,
    MOST_STRETCHES,
    Curtain,
    Curtains,
    stretches,
)
from tests.support.clips import STARTED_AT, raw

LINE_X, TOP, BOTTOM = 200, 20, 180
FRONT = FrontLine(3, ((LINE_X, BOTTOM), (LINE_X, TOP)), 140.0)
"""Upright in the picture: shelves on its left, people on its right."""
ARM_Y = 100


def shop(*, light: int = 0) -> Pixels:
    pixels = np.full((240, 320, 3), 120 + light, np.uint8)
    pixels[:, :LINE_X] = 80 + light
    return pixels


def with_arm(
    pixels: Pixels, left: int = LINE_X - 20, right: int = LINE_X + 60, y: int = ARM_Y, level: int = 200
) -> Pixels:
    """Return the picture with something 12 px high that goes from left to right."""
    pixels = pixels.copy()
    pixels[y - 6 : y + 6, left:right] = level
    return pixels


def frame(pixels: Pixels, at_s: float) -> RawFrame:
    return raw(pixels, at=STARTED_AT + timedelta(seconds=at_s))


def used_to(pixels: Pixels, *, looks: int = 10, **more: object) -> Curtains:
    """Return the curtain after so many looks at it, two seconds apart, up to second 0."""
    curtains = Curtains([FRONT], **more)  # type: ignore[arg-type]
    for number in range(looks):
        curtains.look(frame(pixels, 2.0 * (number - looks)))
    return curtains


def test_an_arm_across_is_found_where_it_lies() -> None:
    (across,) = used_to(shop()).look(frame(with_arm(shop()), 0.0)) or ()

    assert across.shelf == FRONT.shelf
    middle_y = BOTTOM - (across.low + across.high) / 2 * (BOTTOM - TOP)
    assert middle_y == pytest.approx(ARM_Y, abs=2)
    assert 10 <= (across.high - across.low) * (BOTTOM - TOP) <= 18


@pytest.mark.parametrize(
    ("left", "right"),
    [(LINE_X + 2, LINE_X + 60), (LINE_X - 60, LINE_X - 2)],
    ids=["before the shelf", "goods that were moved"],
)
def test_what_lies_on_one_side_is_nothing(left: int, right: int) -> None:
    assert used_to(shop()).look(frame(with_arm(shop(), left, right), 0.0)) == ()


def test_a_hand_that_barely_passes_the_edge_is_nothing() -> None:
    assert used_to(shop()).look(frame(with_arm(shop(), left=LINE_X - 4), 0.0)) == ()


def test_grain_is_nothing() -> None:
    grain = np.random.default_rng(1).normal(0.0, 22.0, (240, 320, 3))
    noisy = np.clip(shop() + grain, 0, 255).astype(np.uint8)

    assert used_to(shop()).look(frame(noisy, 0.0)) == ()


def test_two_arms_are_two() -> None:
    pixels = with_arm(with_arm(shop(), y=60), y=140)

    assert len(used_to(shop()).look(frame(pixels, 0.0)) or ()) == 2


def test_other_light_is_no_arm_and_hides_none() -> None:
    curtains = used_to(shop())

    assert curtains.look(frame(shop(light=40), 0.0)) == ()
    assert len(curtains.look(frame(with_arm(shop(light=40)), 0.1)) or ()) == 1


def test_where_all_has_changed_nothing_is_known() -> None:
    other = np.random.default_rng(2).integers(0, 255, (240, 320, 3)).astype(np.uint8)

    assert (
        used_to(shop()).look(frame(np.kron(other[::20, ::20], np.ones((20, 20, 1), np.uint8)), 0.0)) is None
    )


def test_at_first_nothing_is_known() -> None:
    curtains = Curtains([FRONT])
    looks = [curtains.look(frame(with_arm(shop()), 2.0 * number)) for number in range(FEWEST_KEPT + 1)]

    assert looks == [None] * FEWEST_KEPT + [()]


def test_an_arm_that_was_in_at_the_start_is_found_once_enough_is_known_and_leaves_no_ghost() -> None:
    curtains, known_s = Curtains([FRONT]), (ENOUGH_KEPT - 1) * KEPT_EVERY_S
    times_s = np.arange(0.0, known_s + 2.0, 0.5).tolist()
    seen = [frame(with_arm(shop()) if at_s < 5.0 else shop(), at_s) for at_s in times_s]
    said, again = zip(*((curtains.look(each), curtains.look_again()) for each in seen), strict=True)

    assert not any(said[: times_s.index(5.0)])
    assert any(said[times_s.index(5.0) :]), "what differs from what is usual is that the arm is gone"
    assert [bool(looks) for looks in again] == [at_s == known_s for at_s in times_s]
    looks = again[times_s.index(known_s)]
    assert [look.captured_at for look in looks] == [each.captured_at for each in seen[: len(looks)]]
    assert [len(look.across) for look in looks] == [int(at_s < 5.0) for at_s in times_s[: len(looks)]]


def test_a_look_in_which_too_much_had_changed_is_not_told_again() -> None:
    curtains = Curtains([FRONT])
    rough = np.random.default_rng(2).integers(0, 255, (12, 16, 3)).astype(np.uint8)
    for number in range(ENOUGH_KEPT):
        pixels = np.kron(rough, np.ones((20, 20, 1), np.uint8)) if number == 2 else shop()
        curtains.look(frame(pixels, KEPT_EVERY_S * number))

    assert len(curtains.look_again()) == ENOUGH_KEPT - 1


def test_no_more_looks_are_held_than_may_be_told_again() -> None:
    curtains = Curtains([FRONT])
    for number in range(MOST_AGAIN + 5):
        curtains.look(frame(shop(), 0.001 * number))
    for number in range(ENOUGH_KEPT):
        curtains.look(frame(shop(), KEPT_EVERY_S * (1 + number)))

    assert len(curtains.look_again()) == MOST_AGAIN


def test_of_two_fronts_each_is_told_again() -> None:
    curtains = Curtains([FRONT, FrontLine(5, ((100, BOTTOM), (100, TOP)), 140.0)])
    for number in range(ENOUGH_KEPT):
        curtains.look(frame(with_arm(shop(), left=60) if number == 0 else shop(), KEPT_EVERY_S * number))

    told = [[across.shelf for across in look.across] for look in curtains.look_again()]
    assert told == [[3, 5], *[[]] * (ENOUGH_KEPT - 1)]


def test_looks_close_together_do_not_make_an_arm_usual() -> None:
    curtains = used_to(shop())
    looks = [curtains.look(frame(with_arm(shop()), 0.1 * number)) for number in range(100)]

    assert all(look is not None and len(look) == 1 for look in looks)


def test_what_stays_for_longer_than_half_of_the_memory_is_usual() -> None:
    curtains = used_to(shop(), looks=KEPT)
    looks = [curtains.look(frame(with_arm(shop()), 2.0 * number)) for number in range(KEPT)]

    assert looks[KEPT // 2 - 1] != ()
    assert looks[KEPT // 2 + 2] == ()


def test_a_clock_set_back_is_no_reason_to_learn_nothing_for_long() -> None:
    curtain = Curtain(FRONT)
    for number in range(FEWEST_KEPT):
        curtain.look(shop(), STARTED_AT - timedelta(hours=number))

    assert curtain.look(shop(), STARTED_AT) == ()


def test_masked_areas_are_never_looked_at() -> None:
    mask = ((0.0, 60.0), (320.0, 60.0), (320.0, 140.0), (0.0, 140.0))

    assert used_to(shop(), masks_px=[mask]).look(frame(with_arm(shop()), 0.0)) == ()
    assert used_to(shop(), masks_px=[mask]).look(frame(with_arm(shop(), y=160), 0.0)) != ()


def test_a_camera_without_fronts_says_nothing() -> None:
    curtains = Curtains([])

    assert (curtains.look(frame(shop(), 0.0)), curtains.look_again()) == (None, ())


def test_of_two_fronts_each_is_told() -> None:
    other = FrontLine(5, ((100, BOTTOM), (100, TOP)), 140.0)
    curtains = Curtains([FRONT, other])
    for number in range(5):
        curtains.look(frame(shop(), 2.0 * number))

    found = curtains.look(frame(with_arm(shop(), left=60), 10.0))

    assert [across.shelf for across in found or ()] == [3, 5]


def test_where_one_of_two_fronts_is_not_known_nothing_is_said_of_either() -> None:
    other = FrontLine(5, ((100, BOTTOM), (100, TOP)), 140.0)
    curtains = Curtains([FRONT, other])
    for number in range(5):
        curtains.look(frame(shop(), 2.0 * number))
    turned = with_arm(shop())
    turned[60:120, 90:110], turned[120:180, 90:110] = 255, 0

    assert curtains.look(frame(turned, 10.0)) is None


def test_a_picture_that_the_front_does_not_lie_in_ends_nothing() -> None:
    curtains = used_to(shop())

    assert curtains.look(frame(np.full((60, 80, 3), 120, np.uint8), 0.0)) in (None, ())


def test_a_front_at_the_edge_of_the_picture_is_read_to_its_edge() -> None:
    edge = FrontLine(0, ((318, 239), (318, 0)), 140.0)
    curtain = Curtain(edge)
    for number in range(5):
        curtain.look(shop(), STARTED_AT + timedelta(seconds=2 * number))

    assert len(curtain.look(with_arm(shop(), 290, 320), STARTED_AT + timedelta(seconds=10)) or ()) == 1


def test_no_look_tells_of_more_than_may_cross_the_wall() -> None:
    tall = FrontLine(0, ((LINE_X, 2000), (LINE_X, 0)), 140.0)
    pixels = np.full((2001, 320, 3), 80, np.uint8)
    curtains = Curtains([tall])
    for number in range(5):
        curtains.look(frame(pixels, 2.0 * number))
    combed = pixels.copy()
    for y in range(10, 2000, 40):
        combed[y : y + 12, 150:250] = 200

    assert len(curtains.look(frame(combed, 10.0)) or ()) == MOST_STRETCHES


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ("..###...", [(2, 4)]),
        ("..##....", []),
        ("##.##...", [(0, 4)]),
        ("###..###", [(0, 2), (5, 7)]),
        ("........", []),
    ],
)
def test_runs_are_long_enough_and_bridged(flags: str, found: list[tuple[int, int]]) -> None:
    assert list(stretches(np.array([flag == "#" for flag in flags]))) == found


def test_a_stretch_lies_on_the_line() -> None:
    with pytest.raises(ValueError, match=r"a stretch within 0 to 1, got 0\.5 to 0\.4"):
        Across(0, 0.5, 0.4)
    with pytest.raises(ValueError, match="a shelf from 0 to 126, got 127"):
        Across(127, 0.1, 0.2)
