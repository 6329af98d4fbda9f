"""The measuring of the drawn shop, measured: who sees everything is right, who sees nothing is not."""

from functools import cache

import numpy as np
import pytest

from tests.benchmarks.drawn_counts import crossed, heat, visits
from tests.benchmarks.drawn_line import Clip, Observed
from tests.benchmarks.drawn_scores import Scores, score, score_reaches
from tests.benchmarks.drawn_shop import figures
from tests.benchmarks.drawn_truth import observed_from_truth, shown_in

CLIP = Clip("boutique-door", "busy", 1, 8.0)


@cache
def _observed(kept: float = 1.0) -> Observed:
    made = CLIP.staged
    return observed_from_truth(CLIP, made, shown_in(made), kept=kept)


def test_a_line_that_sees_everything_is_right() -> None:
    scores = score(_observed())

    assert scores.people > 100
    assert scores.found == scores.people
    assert scores.right == scores.reported
    assert scores.joints_right == scores.joints
    assert scores.entries == scores.true_entries > 0
    assert np.median(scores.position_m) < 0.3


def test_a_line_that_misses_people_is_found_out() -> None:
    everything, half = score(_observed()), score(_observed(0.5))

    assert half.found < 0.8 * everything.found
    assert half.same_points < 0.8 * everything.same_points
    assert half.right == half.reported


def test_a_line_that_sees_nothing_has_no_figures_but_zero() -> None:
    rows = figures(score(_observed(0.0)))

    assert rows["recall"] == 0.0
    assert rows["position_m"] is None
    assert rows["entries"] == f"0/{score(_observed()).true_entries}"


def test_scores_add_up() -> None:
    total = Scores(people=1, position_m=[0.1])

    total.add(Scores(people=2, position_m=[0.3]))

    assert total.people == 3
    assert total.position_m == pytest.approx([0.1, 0.3])


SHELF = Clip("corridor-shelf", "calm", 81, 60.0)


def test_hands_in_shelves_are_matched_one_to_one() -> None:
    made = SHELF.staged
    truth = shown_in(made)
    seeing, blind = Scores(), Scores()

    score_reaches(observed_from_truth(SHELF, made, truth), truth, seeing)
    score_reaches(observed_from_truth(SHELF, made, truth, kept=0.0), truth, blind)

    assert seeing.true_reaches == blind.true_reaches > 0
    assert seeing.found_reaches >= 0.8 * seeing.true_reaches
    assert seeing.found_reaches <= seeing.reaches
    assert (blind.found_reaches, blind.reaches) == (0, 0)


def test_what_the_shop_is_told_by_a_line_that_sees_everything_is_true() -> None:
    observed = _observed()

    through = crossed(observed)
    true_heat, heat_found = heat(observed)[0]

    assert through.counted_in == through.true_in > 0
    assert np.corrcoef(true_heat, heat_found)[0, 1] > 0.6  # eight seconds on metre squares
    assert 0.0 not in visits(observed).found_s
