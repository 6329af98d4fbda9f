"""The judging of the accuracy goals: what is right passes, what is off, missed or too little does not."""

import numpy as np
import pytest

from tests.benchmarks.drawn_counts import Crossed, Events, Lengths
from tests.benchmarks.goals import Told, between, goals

SQUARES = np.arange(20.0)
NONE = Lengths((), (), 0)


def _told(
    *,
    crossed: Crossed | None = None,
    visits: tuple[float, ...] = (30.0, 9.5),
    hands: Events | None = None,
    heat: np.ndarray | None = None,
    waits: tuple[float, ...] = (58.0, 30.0),
) -> Told:
    return Told(
        crossed=crossed or Crossed(100, 101, 100, 99),
        visits=Lengths((30.0, 10.0), visits, 0),
        hands=hands or Events(10, 10, 9),
        heat=((SQUARES, SQUARES if heat is None else heat), (SQUARES, SQUARES)),
        waits=Lengths((60.0, 30.0), waits, 0),
    )


def _met(told: Told) -> list[bool | None]:
    return [goal.is_met for goal in goals([told], [])]


def test_what_is_right_meets_every_goal() -> None:
    assert _met(_told()) == [True] * 5


def test_each_goal_is_missed_by_its_own_error() -> None:
    bad = [
        _told(crossed=Crossed(100, 103, 100, 97)),
        _told(visits=(25.0, 8.0)),
        _told(hands=Events(10, 10, 8)),
        _told(heat=SQUARES[::-1]),
        _told(waits=(40.0, 20.0)),
    ]

    for number, told in enumerate(bad):
        assert _met(told) == [True] * number + [False] + [True] * (4 - number)


def test_too_few_people_to_judge_by_meet_nothing() -> None:
    assert _met(_told(crossed=Crossed(70, 70, 80, 80)))[0] is None


def test_the_shops_own_grid_judges_the_heatmap_and_not_the_others() -> None:
    goal = goals([_told(heat=SQUARES[::-1])], [])[3]

    assert goal.measured == "-1.000 (20 squares; -1.000 to 1.000 on 2 grids, 0.000 in the middle)"
    assert goal.is_met is False


def test_a_stay_that_was_missed_is_wrong_by_all_of_it() -> None:
    lengths = Lengths((30.0, 10.0), (30.0, 0.0), 0)

    assert lengths.error_s.tolist() == [0.0, 10.0]
    assert lengths.error_share.tolist() == [0.0, 1.0]


def test_alike_clips_leave_nothing_open() -> None:
    found = goals([_told()] * 5, [])

    assert [goal.between for goal in found] == [
        (pytest.approx(0.01),) * 2,
        (pytest.approx(0.025),) * 2,
        (pytest.approx(0.9),) * 2,
        (pytest.approx(1.0),) * 2,
        (pytest.approx(1 / 60),) * 2,
    ]


def test_clips_that_differ_say_how_far_the_figure_would_move() -> None:
    good, bad = _told(hands=Events(10, 10, 10)), _told(hands=Events(10, 10, 6))
    found = between(lambda clips: float(np.mean([clip.hands.f1 for clip in clips])), [good, bad] * 8)

    assert found is not None
    assert found[0] == pytest.approx(0.7, abs=0.03)  # 0.8 - 1.96 * 0.2 / 4
    assert found[1] == pytest.approx(0.9, abs=0.03)


def test_of_few_clips_nothing_is_said() -> None:
    without = _told(hands=Events(0, 0, 0))

    assert [goal.between for goal in goals([_told()] * 3, [])] == [None] * 5
    assert goals([without] * 9, [_told()] * 3)[2].between is None


def test_a_clip_in_which_nobody_was_found_is_drawn_too() -> None:
    nobody = _told(heat=np.zeros(20))
    found = goals([_told()] * 3 + [nobody] * 2, [])[3].between

    assert found is not None
    assert found[0] < 0.9


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("squares", [np.empty(0), np.zeros(20), np.ones(1)], ids=["none", "empty", "one"])
def test_a_clip_with_nothing_to_compare_is_left_out_of_the_heatmap(squares: np.ndarray) -> None:
    without = Told(Crossed(0, 0, 0, 0), NONE, Events(0, 0, 0), ((squares, squares),) * 2, NONE)

    assert goals([without], [])[3].is_met is None
    assert goals([_told(), without], [])[3].is_met is True
    assert goals([_told()] * 3 + [without] * 9, [])[3].between is None


def test_clips_without_a_door_are_not_drawn_for_doors() -> None:
    inside = _told(crossed=Crossed(0, 0, 0, 0))

    assert goals([_told()] * 3 + [inside] * 9, [])[0].between is None


def test_hands_told_where_none_was_are_drawn_too() -> None:
    invented = _told(hands=Events(0, 4, 0))
    found = goals([_told()] * 3 + [invented] * 3, [])[2].between

    assert found is not None
    assert found[0] < 0.8
