"""A person is judged only by what others showed."""

import numpy as np

from tests.benchmarks.leave_one_out import Clips, guesses, macro_f1, majority, one_hot, scores

PEOPLE = np.repeat(["ann", "bob", "cem"], 20)
LABELS = np.tile([0, 1], 30)


def test_what_others_show_is_told_of_somebody_never_seen() -> None:
    rng = np.random.default_rng(1)
    clips = Clips(LABELS[:, None] + rng.normal(0, 0.1, (60, 1)), LABELS, PEOPLE)

    assert macro_f1(LABELS, guesses(clips)) == 1.0


def test_what_only_the_person_shows_is_not_told() -> None:
    own = np.where(PEOPLE == "cem", LABELS, 0.0)[:, None]
    clips = Clips(np.column_stack((own, np.zeros(60))), LABELS, PEOPLE)

    cem = guesses(clips)[PEOPLE == "cem"]

    assert len(set(cem.tolist())) == 1


def test_the_majority_is_that_of_the_others() -> None:
    labels = np.where(PEOPLE == "ann", 1, 0)
    clips = Clips(np.zeros((60, 1)), labels, PEOPLE)

    assert majority(clips)[PEOPLE == "ann"].tolist() == [0] * 20


def test_precision_recall_and_f1_are_the_usual_ones() -> None:
    truth, guess = np.array([1, 1, 1, 0, 0], bool), np.array([1, 1, 0, 1, 0], bool)

    assert scores(truth, guess) == {"precision": 0.667, "recall": 0.667, "f1": 0.667}
    assert scores(truth, np.zeros(5, bool)) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_every_level_gets_a_column() -> None:
    hot = one_hot(np.array([[0, 2], [1, 0]], np.int8), [2, 3])

    assert hot.tolist() == [[1, 0, 0, 0, 1], [0, 1, 1, 0, 0]]
