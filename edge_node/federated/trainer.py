"""Training on a store's own windows, with the product's noise; nothing of it is written anywhere."""

import secrets
import threading

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.participant import Windows
from edge_node.federated.training import Examples, train_and_quantise
from edge_node.federated.vectorising import Judge
from edge_node.intent.form import Form
from edge_node.intent.window import stacked
from privacy.noise import discrete_gaussian
from shared.schemas.training_plan import TrainingPlan


class LocalTrainer:
    """One network, kept between rounds; trains one round at a time. Implements participant.Train."""

    def __init__(self) -> None:
        self._judge = Judge(Form())
        self._turn = threading.Lock()

    def __call__(
        self, plan: TrainingPlan, weights: NDArray[np.float32], windows: Windows
    ) -> NDArray[np.int64]:
        """Return the store's vector: all zeros where there are too few windows, which looks alike."""
        levels, labels = stacked(windows())
        with self._turn:
            made = train_and_quantise(
                plan,
                weights,
                Examples(levels, labels),
                noise=discrete_gaussian,
                random=secrets.token_bytes,
                judge=self._judge,
            )
        return made.vector
