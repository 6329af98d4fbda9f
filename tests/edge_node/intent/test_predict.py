"""Inference in numpy is the network in torch, refuses what is unlike, and is quick."""

import numpy as np
import torch
from torch import nn

from edge_node.intent.form import LEVEL_COUNTS, Form
from edge_node.intent.known import Known
from edge_node.intent.model import IntentNetwork, fresh, moments_of
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import Trained

RNG = np.random.default_rng(8)
WINDOWS = RNG.integers(-1, LEVEL_COUNTS, (40, 4, 14)).astype(np.int8)
WEIGHTS = (fresh(Form(), 3) + RNG.normal(0, 0.1, Form().parameters)).astype(np.float32)
TRAINED = Trained(Form(), WEIGHTS, 2.0, Known.of(WINDOWS))


def test_scores_are_those_of_the_network() -> None:
    network = IntentNetwork(Form())
    nn.utils.vector_to_parameters(torch.from_numpy(WEIGHTS.copy()), network.parameters())

    expected = network(moments_of(WINDOWS)).detach().numpy()

    assert np.allclose(Predictor(TRAINED).scores(WINDOWS), expected, atol=1e-4)


def test_chances_are_the_scores_over_the_temperature() -> None:
    predictor = Predictor(TRAINED)

    chances = predictor.chances(WINDOWS)

    halves = np.exp(predictor.scores(WINDOWS).astype(np.float64) / 2)
    assert np.allclose(chances, halves / halves.sum(axis=1, keepdims=True), atol=1e-5)


def test_a_window_alone_gets_the_answer_that_it_gets_among_others() -> None:
    predictor = Predictor(TRAINED)

    assert np.allclose(predictor.chances(WINDOWS[4:5])[0], predictor.chances(WINDOWS)[4], atol=1e-6)


def test_what_was_never_seen_is_refused() -> None:
    assert Predictor(TRAINED).is_unlike(np.full((1, 4, 14), -1, np.int8)).tolist() == [True]
