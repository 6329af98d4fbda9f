"""How often a trained forest tells two kinds of what it saw apart, and how often a coin would."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_predict

TREES = 200
FOLDS = 5
"""At most; few groups make fewer."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """Answers of an attacker to so many questions with two answers each, decided by a coin."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """How many were right."""
        return self.right / self.of

    def bound(self, false_alarm: float) -> float:
        """Return the share that an attacker who guesses goes over no more often than that."""
        return float(binom.isf(false_alarm, self.of, 0.5)) / self.of

    def are_chance(self, false_alarm: float) -> bool:
        """Return whether guessing explains them.

        Raises: ValueError where guessing would explain any answers: so few questions decide nothing.
        """
        bound = self.bound(false_alarm)
        if bound >= 1.0:
            raise ValueError(f"expected more questions for false alarms of {false_alarm}, got {self.of}")
        return self.share <= bound


def told_apart(
    seen: NDArray[np.float64], busy: NDArray[np.bool_], groups: NDArray[np.int64], seed: int
) -> Guesses:
    """Return how many rows a forest tells rightly that has learnt from other groups.

    Shape: seen float64 (N, features), busy bool (N,), groups int64 (N,): rows of one moment stay together.
    """
    forest = RandomForestClassifier(TREES, random_state=seed, n_jobs=1)
    folds = GroupKFold(min(FOLDS, len(np.unique(groups))))
    guessed = cross_val_predict(forest, seen, busy, groups=groups, cv=folds)
    return Guesses(int(np.sum(guessed == busy)), len(busy))
