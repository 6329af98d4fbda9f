"""How sure a model may be: the temperature at which its chances are as often right as they say."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_TEMPERATURES: Final = np.geomspace(0.25, 8, 61)
"""What is tried."""


def temperature_for(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Return the temperature of least loss on examples that the model was not trained on (Guo 2017, §4.2).

    Shape: (N, classes) scores, (N,) labels.
    """
    losses = [mean_loss(scores / t, labels) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def mean_loss(scores: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    """Return the mean negative logarithm of the right answer's chance, nats."""
    tops = scores.max(axis=1)
    sums = np.log(np.exp(scores - tops[:, None]).sum(axis=1)) + tops
    return float(np.mean(sums - scores[np.arange(len(labels)), labels]))


def calibration_error(chances: NDArray[np.floating], labels: NDArray[np.int64], bins: int = 10) -> float:
    """Return how far apart sureness and being right are, on average over tenths of sureness (Naeini 2015)."""
    sure, is_right = chances.max(axis=1), chances.argmax(axis=1) == labels
    tenth = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = [
        abs(float(sure[tenth == k].mean() - is_right[tenth == k].mean())) * float((tenth == k).mean())
        for k in np.unique(tenth)
    ]
    return sum(gaps)
