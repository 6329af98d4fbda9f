"""A round is answered at whole paces after it was asked, however long the training took."""

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.federated.pacing import paced
from edge_node.federated.participant import Windows
from shared.schemas.training_plan import TrainingPlan
from tests.support.learning_store import PLAN, VECTOR

WEIGHTS = np.zeros(4, dtype=np.float32)


class Stopwatch:
    """Time that passes while one trains or waits."""

    def __init__(self, training_s: float) -> None:
        self.now_s = 100.0
        self.training_s = training_s

    def read(self) -> float:
        return self.now_s

    def wait(self, pause_s: float) -> None:
        self.now_s += pause_s

    def train(self, _plan: TrainingPlan, _weights: NDArray[np.float32], _: Windows) -> NDArray[np.int64]:
        self.now_s += self.training_s
        return VECTOR


@pytest.mark.parametrize(
    ("training_s", "ended_s"), [(0.0, 130.0), (0.1, 130.0), (29.5, 130.0), (31.0, 160.0)]
)
def test_it_ends_at_the_next_pace(training_s: float, ended_s: float) -> None:
    watch = Stopwatch(training_s)

    vector = paced(watch.train, 30.0, now_s=watch.read, wait=watch.wait)(PLAN, WEIGHTS, tuple)

    assert watch.now_s == pytest.approx(ended_s)
    assert vector is VECTOR


def test_without_a_pace_it_is_the_training_itself() -> None:
    train = Stopwatch(1.0).train

    assert paced(train, 0.0) == train
