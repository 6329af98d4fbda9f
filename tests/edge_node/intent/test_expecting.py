"""A guess is the shared model's about a track's first four seconds, or there is none."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.expecting import Expecting
from edge_node.intent.levels import LEVELS
from edge_node.intent.nearness import Nearness
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read
from edge_node.intent.windows import window_at
from edge_node.observations import Track
from tests.support.learning_site import AISLE, SITE, track

PREDICTOR = Predictor(read(SHIPPED))
EXPECTING = Expecting(SITE, lambda: PREDICTOR)


def usual(seconds: int = 8) -> Track:
    """Return somebody in the aisle who moves as many do."""
    moves = examples_from(Shop(seconds), seconds, np.random.default_rng(3)).windows[:, 0, : len(LEVELS)]
    return replace(track([AISLE] * seconds), movement=moves)


def test_it_is_the_models_answer_about_the_first_window() -> None:
    walked = usual()
    assert walked.movement is not None
    window = window_at(walked, walked.movement, float(walked.t_s[0]), Nearness(SITE)).levels[None]

    guess = EXPECTING(walked)

    assert not PREDICTOR.is_unlike(window)[0]
    assert guess == PREDICTOR.scores(window).argmax()


@pytest.mark.parametrize(
    "walked",
    [
        pytest.param(replace(usual(), badge="staff"), id="staff"),
        pytest.param(replace(usual(), movement=None), id="no body"),
        pytest.param(usual(3), id="shorter than a window"),
        pytest.param(replace(usual(), movement=np.full((8, len(LEVELS)), -1, np.int8)), id="hardly read"),
    ],
)
def test_about_these_nobody_guesses(walked: Track) -> None:
    assert EXPECTING(walked) is None


def test_another_model_is_asked_as_soon_as_there_is_one() -> None:
    learnt = [PREDICTOR]
    expecting = Expecting(SITE, lambda: learnt[-1])
    weights = np.zeros_like(read(SHIPPED).weights)
    read(SHIPPED).form.arrays(weights)["answer.bias"][4] = 9.0  # the arrays are views of the weights

    before = expecting(usual())
    learnt.append(Predictor(replace(read(SHIPPED), weights=weights)))

    assert before != 4
    assert expecting(usual()) == 4
