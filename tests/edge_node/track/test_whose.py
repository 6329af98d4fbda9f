"""Everybody has one reach at a time; what comes and goes together is one person's."""

import pytest

from edge_node.observations import Across, TrackId
from edge_node.track.arms import Arm
from edge_node.track.whose import owners

ME, YOU = TrackId(0), TrackId(1)


def arm(from_s: float, until_s: float, fits: dict[TrackId, float], low: float = 0.5) -> Arm:
    at = Across(0, low, low + 0.03)
    found = Arm(0, at, at, from_s, until_s)
    found.weigh(fits)
    return found


def test_an_arm_is_whose_it_fits_best() -> None:
    assert owners([arm(0, 2, {ME: -3.0, YOU: -1.0})]) == [YOU]


def test_an_arm_that_fits_nobody_is_nobodys() -> None:
    assert owners([arm(0, 2, {ME: -5.0}), arm(0, 2, {})]) == [None, None]


def test_an_arm_is_somebodys_if_it_fits_them_at_all() -> None:
    assert owners([arm(0, 2, {ME: -4.9})]) == [ME]


def test_of_two_reaches_at_once_the_neighbour_has_one() -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(1.0, 2.0, {ME: -0.6, YOU: -2.0}, low=0.8)

    assert owners([first, second]) == [ME, YOU]


def test_two_arms_that_come_and_go_together_are_one_persons() -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(0.2, 2.9, {ME: -2.2, YOU: -1.5}, low=0.8)

    assert owners([first, second]) == [ME, ME]


def test_arms_that_only_begin_together_are_no_likelier_one_persons() -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(0.2, 1.5, {ME: -2.2, YOU: -1.5}, low=0.8)

    assert owners([first, second]) == [ME, YOU]


def test_two_that_overlap_for_a_moment_may_be_one_persons() -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(2.9, 5.0, {ME: -0.6, YOU: -2.0}, low=0.8)

    assert owners([first, second]) == [ME, ME]


@pytest.mark.parametrize(
    ("low", "whose"), [(0.5, ME), (0.549, ME), (0.551, YOU)], ids=["there", "beside it", "elsewhere"]
)
def test_an_arm_that_was_hidden_for_a_while_is_the_same_persons_there_alone(
    low: float, whose: TrackId
) -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(2.0, 3.1, {ME: -0.6, YOU: -2.0}, low=low)

    assert owners([first, second]) == [ME, whose]


def test_where_an_arm_lay_on_the_whole_says_whether_it_is_there() -> None:
    first, second = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0}), arm(2.0, 3.1, {ME: -0.6, YOU: -2.0}, low=0.8)

    second.last = Across(0, 0.5, 0.53)
    second.weigh({ME: -0.6, YOU: -2.0})
    assert owners([first, second]) == [ME, YOU]

    for _ in range(8):
        second.weigh({ME: -0.6, YOU: -2.0})
    assert owners([first, second]) == [ME, ME]


@pytest.mark.parametrize(
    ("low", "after_s", "whose"),
    [(0.5, 0.3, ME), (0.8, 0.3, YOU), (0.8, 1.4, YOU), (0.8, 1.6, ME)],
    ids=["there again", "elsewhere at once", "elsewhere soon", "elsewhere later"],
)
def test_nobody_reaches_elsewhere_at_once(low: float, after_s: float, whose: TrackId) -> None:
    first = arm(0.0, 3.0, {ME: -0.5, YOU: -2.0})
    second = arm(3.0 + after_s, 5.0, {ME: -0.6, YOU: -2.0}, low=low)

    assert owners([first, second]) == [ME, whose]
    assert owners([second, first]) == [whose, ME]


def test_where_nobody_else_stands_a_reach_at_the_same_time_is_nobodys() -> None:
    assert owners([arm(0.0, 3.0, {ME: -0.5}), arm(1.0, 2.0, {ME: -0.6}, low=0.8)]) == [ME, None]


def test_what_is_settled_stays() -> None:
    settled, second = arm(0.0, 3.0, {YOU: -0.1}), arm(1.0, 2.0, {ME: -0.6, YOU: -0.1}, low=0.8)
    settled.owner = ME

    assert owners([settled, second]) == [ME, YOU]


def test_the_first_track_of_all_may_own_what_is_settled() -> None:
    settled = arm(0.0, 3.0, {YOU: -0.1})
    settled.owner = TrackId(0)

    assert owners([settled]) == [TrackId(0)]
