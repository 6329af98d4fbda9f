"""A store's own head over the shared model: ten numbers, learnt from its own windows, which never leave it.

It scales and shifts the shared model's scores, one of each for every answer (Guo 2017, vector scaling). No
noise is in it: one track can move what it says of another, so it feeds live signals inside the store alone.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from typing_extensions import override

from edge_node.intent.predict import Predictor

HOLDS_BACK: Final = 1.0
"""How hard each number is held to the shared model's; a choice (edge_node/intent/DECISIONS.md)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class HomeHead:
    """What one store knows better than all stores together."""

    scale: Floats
    """float64 (classes,): what each answer's score is multiplied by."""
    shift: Floats
    """float64 (classes,): what is added to it then."""

    @classmethod
    def shared(cls, classes: int) -> Self:
        """Return the head that changes nothing."""
        return cls(np.ones(classes), np.zeros(classes))

    def chances(self, predictor: Predictor, windows: NDArray[np.int8]) -> Floats:
        """Return how likely each answer is here: float64 (N, classes) for int8 (N, STEPS, 14)."""
        return np.exp(_log_chances(predictor.tempered(windows) * self.scale + self.shift))

    @override
    def __repr__(self) -> str:
        return "HomeHead(…)"


def fit(predictor: Predictor, windows: NDArray[np.int8], labels: NDArray[np.int64]) -> HomeHead:
    """Return the head of least loss on a store's own windows, begun from and held to the shared one.

    Shape: int8 (N, STEPS, 14), int64 (N,).  Without a window it is the shared one.
    """
    classes = predictor.classes
    if not len(labels):
        return HomeHead.shared(classes)
    scores = predictor.tempered(windows).astype(np.float64)
    truth = np.eye(classes)[labels]

    def loss(moved: Floats) -> tuple[float, Floats]:
        scale, shift = moved[:classes], moved[classes:]
        logs = _log_chances(scores * (1.0 + scale) + shift)
        off = np.exp(logs) - truth
        slope = np.concatenate(((off * scores).sum(axis=0), off.sum(axis=0))) + HOLDS_BACK * moved
        return float(-(logs * truth).sum() + HOLDS_BACK / 2 * (moved**2).sum()), slope

    found = minimize(loss, np.zeros(2 * classes), jac=True, method="L-BFGS-B").x
    return HomeHead(1.0 + found[:classes], found[classes:])


def _log_chances(scores: Floats) -> Floats:
    off: Floats = scores - scores.max(axis=1, keepdims=True)
    found: Floats = off - np.log(np.exp(off).sum(axis=1, keepdims=True))
    return found
