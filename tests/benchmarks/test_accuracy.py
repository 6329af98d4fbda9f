"""The judging of the accuracy goals: what is right passes, what is off, missed or too little does not."""

import numpy as np
import pytest

from tests.benchmarks.accuracy import CLIPS, Told, clip_named, clips_at, goals
from tests.benchmarks.drawn_counts import Crossed, Events, Lengths

SQUARES = np.arange(20.0)


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


def test_clips_differ() -> None:
    assert len(set(CLIPS)) == len(CLIPS)
    assert sum(clip.seconds for clip in CLIPS if clip.view.endswith("door")) == 1200.0


def test_a_calm_shop_is_judged_by_twice_the_clips_of_which_none_is_the_same() -> None:
    calm = clips_at("calm")

    assert len({(clip.view, clip.seed) for clip in calm}) == len(calm) == 2 * len(CLIPS)


def test_a_clip_is_named_by_view_seed_and_seconds() -> None:
    clip = clip_named("boutique-aisle:11:60")

    assert (clip.view, clip.seed, clip.seconds) == ("boutique-aisle", 11, 60.0)


@pytest.mark.parametrize("text", ["boutique-aisle", "cellar:11:60"], ids=["too short", "no such view"])
def test_what_names_no_clip_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        clip_named(text)
