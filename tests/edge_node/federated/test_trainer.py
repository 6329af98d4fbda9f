"""A store trains on its windows, under the product's noise."""

import numpy as np

from edge_node.federated.invented import invented
from edge_node.federated.run_story import Wanted, plan_of
from edge_node.federated.trainer import LocalTrainer

PLAN = plan_of(Wanted(1, 5))
WEIGHTS = np.zeros(PLAN.parameters, dtype=np.float32)


def test_windows_are_learnt_from() -> None:
    vector = LocalTrainer()(PLAN, WEIGHTS, lambda: invented(400, 1))

    assert vector.shape == (PLAN.length,)
    assert 200 < vector[-3] < 600
    assert np.abs(vector).max() <= PLAN.largest_entry


def test_without_windows_zeros_are_sent() -> None:
    plan = PLAN.model_copy(update={"batch_size": 400})

    assert not LocalTrainer()(plan, WEIGHTS, tuple).any()
