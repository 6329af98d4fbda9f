"""Chances are as often right as they say once the temperature is found."""

import numpy as np
import pytest

from edge_node.intent.calibrating import calibration_error, mean_loss, temperature_for

RNG = np.random.default_rng(10)
SCORES = RNG.normal(0, 1.5, (20_000, 5)).astype(np.float32)
CHANCES = np.exp(SCORES) / np.exp(SCORES).sum(axis=1, keepdims=True)
LABELS = (RNG.random(20_000)[:, None] > CHANCES.cumsum(axis=1)[:, :-1]).sum(axis=1)


def test_scores_too_sure_by_three_are_cooled_by_three() -> None:
    assert temperature_for(3 * SCORES, LABELS) == pytest.approx(3.0, rel=0.1)


def test_the_error_is_small_where_chances_are_true_and_large_where_they_are_not() -> None:
    sure = np.exp(4 * SCORES) / np.exp(4 * SCORES).sum(axis=1, keepdims=True)

    assert calibration_error(CHANCES, LABELS) < 0.02
    assert calibration_error(sure, LABELS) > 0.2


def test_the_loss_of_knowing_nothing_is_that_of_a_guess_among_five() -> None:
    assert mean_loss(np.zeros((3, 5)), np.array([0, 1, 2])) == pytest.approx(np.log(5))
