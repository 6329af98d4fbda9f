import json
from pathlib import Path

import pytest

from edge_node.track.mot import read_mot
from tests.benchmarks.mot_scores import TOLERANCE, below, furthest_apart
from tests.benchmarks.tracking_scores import Scores, score


def test_a_lower_score_is_named() -> None:
    ours, reference = {"hall": Scores(0.5, 0.1, 0.7)}, {"hall": Scores(0.6, 0.9, 0.7)}

    assert below(ours, reference) == ["hall: HOTA 0.5000 is below the reference's 0.6000"]


def test_equal_scores_are_enough() -> None:
    same = {"hall": Scores(0.5, 0.1, 0.7)}

    assert below(same, same) == []


def test_the_largest_difference_counts() -> None:
    published = {"hall": {"HOTA": 0.5, "MOTA": 0.1, "IDF1": 0.6}}

    assert furthest_apart({"hall": Scores(0.5, 0.2, 0.9)}, published) == pytest.approx(0.3)


@pytest.mark.media
def test_our_definitions_repeat_the_published_scores(data_folder: Path) -> None:
    mot = data_folder / "mot"
    published = json.loads((mot / "reference_scores.json").read_text(encoding="utf-8"))
    scores = {
        name: score(read_mot(mot / name / "gt.txt"), read_mot(mot / name / "tracker_dpnms.txt"))
        for name in published
    }

    assert furthest_apart(scores, published) < TOLERANCE
