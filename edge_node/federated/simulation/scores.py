"""How right guesses are: of each label as of all, and so that a rare label counts as much as a common one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.window import LABELS

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """What is said of a model on windows it was not trained on."""

    accuracy: float
    macro_f1: float
    """Mean of each label's F1; a label that is neither there nor guessed is left out."""
    f1: dict[str, float]
    """Of each label."""


def score_of(truth: Labels, guess: Labels, names: tuple[str, ...] = LABELS) -> Score:
    """Return how right the guesses are.  Shape: (N,) and (N,), at least one."""
    each = {}
    for label, name in enumerate(names):
        asked, said = truth == label, guess == label
        if asked.any() or said.any():
            each[name] = float(2 * (asked & said).sum() / (asked.sum() + said.sum()))
    return Score(float((truth == guess).mean()), float(np.mean(list(each.values()))), each)
