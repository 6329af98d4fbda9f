"""Worked out by hand, a gradient is the one that Opacus finds."""

import numpy as np
import pytest

from edge_node.federated.quantising import whole_gradients
from edge_node.federated.simulation.by_hand import JudgeByHand
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.vectorising import Judge
from edge_node.intent.form import Form
from edge_node.intent.model import fresh
from edge_node.intent.trained import SHIPPED, read

EXAMPLES = Chain(2, 1, skew=1.0).trained_on(0)


@pytest.mark.parametrize("weights", [fresh(Form(), 3), read(SHIPPED).weights], ids=["fresh", "shipped"])
def test_gradients_losses_and_answers_are_those_that_stores_find(weights: np.ndarray) -> None:
    by_hand, found = (
        judge.judge(weights, EXAMPLES.windows, EXAMPLES.labels)
        for judge in (JudgeByHand(Form()), Judge(Form()))
    )

    assert np.allclose(by_hand.gradients, found.gradients, atol=2e-6)
    assert np.allclose(by_hand.losses, found.losses, atol=1e-5)
    assert (by_hand.is_right == found.is_right).mean() > 0.99  # a tie may fall either way


def test_in_whole_numbers_a_step_differs_by_rounding_alone() -> None:
    """Truncation turns a difference of 1e-6 into at most one unit of 58,982 an example."""
    weights = read(SHIPPED).weights

    by_hand, found = (
        whole_gradients(judge.judge(weights, EXAMPLES.windows, EXAMPLES.labels).gradients, 5.0)
        for judge in (JudgeByHand(Form()), Judge(Form()))
    )

    assert np.abs(by_hand - found).max() <= 1
