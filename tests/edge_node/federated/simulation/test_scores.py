"""A rare label counts as much as a common one."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from edge_node.federated.simulation.scores import score_of


def test_it_is_the_usual_macro_f1() -> None:
    rng = np.random.default_rng(1)
    truth, guess = rng.integers(0, 5, 200), rng.integers(0, 5, 200)

    score = score_of(truth, guess)

    assert score.macro_f1 == pytest.approx(f1_score(truth, guess, average="macro"))
    assert score.accuracy == (truth == guess).mean()


def test_a_label_that_nobody_has_or_says_is_left_out() -> None:
    score = score_of(np.array([0, 0, 1]), np.array([0, 0, 1]))

    assert score.f1 == {"pass_by": 1.0, "browse": 1.0}
    assert score.macro_f1 == 1.0
