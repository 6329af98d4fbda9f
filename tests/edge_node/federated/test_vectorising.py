"""Each example's gradient is its own."""

import numpy as np

from edge_node.federated.vectorising import Judge
from edge_node.intent.form import LEVEL_COUNTS, Form
from edge_node.intent.model import fresh

RNG = np.random.default_rng(3)
WINDOWS = RNG.integers(-1, LEVEL_COUNTS, (6, 4, 14)).astype(np.int8)
LABELS = RNG.integers(0, 5, 6)
WEIGHTS = fresh(Form(), 0)


def test_an_example_has_the_gradient_it_has_alone() -> None:
    together = Judge(Form()).judge(WEIGHTS, WINDOWS, LABELS)
    alone = Judge(Form()).judge(WEIGHTS, WINDOWS[2:3], LABELS[2:3])

    assert np.allclose(together.gradients[2], alone.gradients[0], atol=1e-6)


def test_a_gradient_is_the_slope_of_the_loss() -> None:
    judge = Judge(Form())
    gradient = judge.judge(WEIGHTS, WINDOWS[:1], LABELS[:1]).gradients[0]
    step = np.float32(1e-3) * gradient / np.float32(np.linalg.norm(gradient))

    up, down = (judge.judge(WEIGHTS + s, WINDOWS[:1], LABELS[:1]).losses[0] for s in (step, -step))

    assert np.isclose((up - down) / 2e-3, np.linalg.norm(gradient), rtol=0.05)


def test_asking_twice_gives_the_same() -> None:
    judge = Judge(Form())

    first, second = (judge.judge(WEIGHTS, WINDOWS, LABELS) for _ in range(2))

    assert (first.gradients == second.gradients).all()
    assert (first.is_right == second.is_right).all()
