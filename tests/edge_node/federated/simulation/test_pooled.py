"""Plain training learns what is there to learn."""

import numpy as np

from edge_node.federated.simulation.pooled import pooled, trained_plainly
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.vectorising import Judge
from edge_node.intent.form import Form
from edge_node.intent.model import fresh

CHAIN = Chain(6, 4, examples=200)
EXAMPLES = pooled([CHAIN.trained_on(site) for site in range(4)])


def losses(weights: np.ndarray) -> float:
    return float(Judge(Form()).judge(weights, EXAMPLES.windows, EXAMPLES.labels).losses.mean())


def test_all_examples_become_one() -> None:
    assert len(EXAMPLES) == 800


def test_training_lowers_the_loss_and_goes_on_from_where_it_began() -> None:
    once = trained_plainly(EXAMPLES, Form(), seed=1, epochs=3)

    twice = trained_plainly(EXAMPLES, Form(), seed=1, epochs=3, start=once)

    assert losses(twice) < losses(once) < losses(fresh(Form(), 1)) - 0.3
