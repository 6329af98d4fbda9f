"""When a store answers a round: at whole paces after it was asked, so that when tells nothing of its day.

Training on a full vault takes seconds and on an empty one none. Whoever watches the line sees when the share
leaves for the helper and the reply for the leader.
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.participant import Train, Windows
from shared.schemas.training_plan import TrainingPlan


def paced(
    train: Train,
    pace_s: float,
    *,
    now_s: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Train:
    """Return the training that ends at whole paces after its begin; with 0 as soon as it is done."""
    if pace_s <= 0:
        return train

    def at_its_pace(plan: TrainingPlan, weights: NDArray[np.float32], windows: Windows) -> NDArray[np.int64]:
        begun_s = now_s()
        vector = train(plan, weights, windows)
        past_s = (now_s() - begun_s) % pace_s
        wait(pace_s - past_s)
        return vector

    return at_its_pace
