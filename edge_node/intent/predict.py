"""What somebody does next, from one window: plain numpy, so that a node at work needs no torch.

An answer is refused where the window is unlike anything the model was made from: too little of it was read,
or its levels are rarer there than those of all but a few windows in a hundred.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.form import GROUPS, KERNEL, centred
from edge_node.intent.trained import Trained

Floats = NDArray[np.float32]

_EPSILON = 1e-5
"""What torch's GroupNorm adds to a variance."""


class Predictor:
    """A trained model, asked for many windows at a time."""

    def __init__(self, trained: Trained) -> None:
        self._trained = trained
        self._arrays = trained.form.arrays(trained.weights)

    @property
    def classes(self) -> int:
        """How many answers there are."""
        return self._trained.form.classes

    def chances(self, windows: NDArray[np.int8]) -> Floats:
        """Return how likely each answer is: float32 (N, classes) for int8 (N, STEPS, 14), rows of sum 1."""
        scores = self.tempered(windows)
        shares: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = shares / shares.sum(axis=1, keepdims=True)
        return chances

    def tempered(self, windows: NDArray[np.int8]) -> Floats:
        """Return the scores as sure as they may be: over the temperature, float32 (N, classes)."""
        tempered: Floats = self.scores(windows) / np.float32(self._trained.temperature)
        return tempered

    def scores(self, windows: NDArray[np.int8]) -> Floats:
        """Return the network's scores before they are made chances: float32 (N, classes)."""
        moments = centred(windows)
        arrays = self._arrays
        first = _convolved(moments, arrays["first.weight"], arrays["first.bias"])
        seen = np.tanh(_spread(first) * arrays["spread.weight"][:, None] + arrays["spread.bias"][:, None])
        last = np.tanh(_convolved(seen, arrays["second.weight"], arrays["second.bias"]))
        flat = last.reshape(len(windows), -1)
        scores: Floats = (
            flat @ arrays["answer.weight"].T
            + arrays["answer.bias"]
            + moments.reshape(len(windows), -1) @ arrays["straight.weight"].T
        )
        return scores

    def is_unlike(self, windows: NDArray[np.int8]) -> NDArray[np.bool_]:
        """True for each window whose answer must not be used: bool (N,)."""
        return self._trained.known.is_unlike(windows)


def _convolved(moments: Floats, weight: Floats, bias: Floats) -> Floats:
    """Return each channel at each place of the kernel.  Shape: (N, C, T) → (N, W, T − KERNEL + 1)."""
    places = moments.shape[2] - KERNEL + 1
    found: Floats = bias[:, None] + sum(
        np.matmul(weight[:, :, k], moments[:, :, k : k + places]) for k in range(KERNEL)
    )
    return found


def _spread(channels: Floats) -> Floats:
    """Return each window's groups of channels at mean 0 and variance 1 (Wu and He 2018)."""
    groups = channels.reshape(len(channels), GROUPS, -1)
    off = groups - groups.mean(axis=2, keepdims=True)
    brought: Floats = off / np.sqrt((off**2).mean(axis=2, keepdims=True) + _EPSILON)
    return brought.reshape(channels.shape)
