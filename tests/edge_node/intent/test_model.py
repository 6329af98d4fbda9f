"""The network in torch has the form's numbers in the form's order."""

import numpy as np
import torch

from edge_node.intent.form import Form
from edge_node.intent.model import IntentNetwork, fresh, moments_of


def test_the_parameters_stand_in_the_order_of_the_form() -> None:
    form = Form(width=6, classes=4)

    shapes = {name: tuple(one.shape) for name, one in IntentNetwork(form).named_parameters()}

    assert list(shapes.items()) == list(form.shapes.items())


def test_one_seed_is_one_start_and_leaves_torch_as_it_was() -> None:
    state = torch.random.get_rng_state()

    first, second, other = (fresh(Form(), seed) for seed in (1, 1, 2))

    assert (first == second).all()
    assert (first != other).any()
    assert (torch.random.get_rng_state() == state).all()


def test_a_window_becomes_one_score_for_each_answer() -> None:
    scores = IntentNetwork(Form(classes=4))(moments_of(np.zeros((3, 4, 14), np.int8)))

    assert scores.shape == (3, 4)
