"""The model that chains begin with is the one its recipe makes, of invented shops alone."""

import numpy as np
import torch

from edge_node.federated.simulation.law import other_law
from edge_node.federated.simulation.pooled import pooled
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.simulation.warm_start import warm_start
from edge_node.intent.calibrating import calibration_error
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read

CHAIN = Chain(7, 30)
EXAMPLES = pooled([CHAIN.tested_on(site, 100) for site in range(30)])


def test_the_shipped_one_is_made_by_its_recipe() -> None:
    torch.set_num_threads(1)

    made, shipped = warm_start(), read(SHIPPED)

    answers = [Predictor(one).scores(EXAMPLES.windows).argmax(axis=1) for one in (made, shipped)]
    assert (answers[0] == answers[1]).mean() > 0.99


def test_it_knows_something_of_shops_of_another_law() -> None:
    answers = Predictor(read(SHIPPED)).scores(EXAMPLES.windows).argmax(axis=1)

    assert (answers == EXAMPLES.labels).mean() > np.bincount(EXAMPLES.labels).max() / len(EXAMPLES) + 0.1


def test_its_chances_are_calibrated_where_they_were_fitted() -> None:
    """On windows of the shops it was made from, which it was not trained on."""
    from_recipe = Chain(2_026, 40, skew=2.0, law=other_law(2_026))
    examples = pooled([from_recipe.tested_on(site, 300) for site in range(40)])

    chances = Predictor(read(SHIPPED)).chances(examples.windows)

    assert calibration_error(chances, examples.labels) < 0.03
