"""A store's own head knows its store better, and of few windows it is the shared model."""

import numpy as np

from edge_node.federated.simulation.shops import Chain
from edge_node.federated.training import Examples
from edge_node.intent.calibrating import calibration_error
from edge_node.intent.home_head import HOLDS_BACK, HomeHead, fit
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read

PREDICTOR = Predictor(read(SHIPPED))
CHAIN = Chain(5, 12, skew=0.5)


def head_of(examples: Examples) -> HomeHead:
    return fit(PREDICTOR, examples.windows, examples.labels)


def right_share(chances: np.ndarray, examples: Examples) -> float:
    return float((chances.argmax(axis=1) == examples.labels).mean())


def test_a_head_at_home_is_more_often_right_in_its_store_than_the_shared_model() -> None:
    shared, at_home = [], []

    for site in range(CHAIN.sites):
        asked = CHAIN.tested_on(site, 200)
        shared.append(right_share(PREDICTOR.chances(asked.windows), asked))
        at_home.append(right_share(head_of(CHAIN.trained_on(site)).chances(PREDICTOR, asked.windows), asked))

    assert np.mean(at_home) > np.mean(shared) + 0.05


def test_a_head_at_home_is_as_often_right_as_it_says() -> None:
    asked = [CHAIN.tested_on(site, 200) for site in range(CHAIN.sites)]

    chances = [
        head_of(CHAIN.trained_on(site)).chances(PREDICTOR, one.windows) for site, one in enumerate(asked)
    ]

    assert calibration_error(np.concatenate(chances), np.concatenate([one.labels for one in asked])) < 0.05


def test_without_a_window_it_says_what_the_shared_model_says() -> None:
    examples = CHAIN.tested_on(0, 20)

    head = head_of(Examples(examples.windows[:0], examples.labels[:0]))

    assert np.allclose(
        head.chances(PREDICTOR, examples.windows), PREDICTOR.chances(examples.windows), atol=1e-6
    )


def test_the_head_that_changes_nothing_changes_nothing() -> None:
    windows = CHAIN.tested_on(1, 20).windows

    assert np.allclose(HomeHead.shared(5).chances(PREDICTOR, windows), PREDICTOR.chances(windows), atol=1e-6)


def test_one_window_moves_the_head_but_little() -> None:
    examples = CHAIN.trained_on(2)

    without = head_of(Examples(examples.windows[1:], examples.labels[1:]))

    assert np.abs(head_of(examples).shift - without.shift).max() < 0.2


def test_it_shows_no_number_of_itself() -> None:
    assert repr(HomeHead.shared(5)) == "HomeHead(…)"


def test_the_head_has_the_least_loss_held_to_the_shared_model() -> None:
    examples = CHAIN.trained_on(3)
    best = head_of(examples)
    moved = np.concatenate((best.scale - 1, best.shift))

    def held_loss(at: np.ndarray) -> float:
        chances = HomeHead(1 + at[:5], at[5:]).chances(PREDICTOR, examples.windows)
        told = chances[np.arange(len(examples.labels)), examples.labels]
        return float(-np.log(told).sum() + HOLDS_BACK / 2 * (at**2).sum())

    steps = 0.05 * np.concatenate((np.eye(10), -np.eye(10)))

    assert min(held_loss(moved + step) for step in steps) > held_loss(moved)
