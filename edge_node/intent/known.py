"""What a model was made from, as far as is needed to tell what is unlike it: shares of levels, no window."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.form import INPUTS, LEVEL_COUNTS
from edge_node.intent.levels import UNREAD
from edge_node.intent.window import STEPS

LEAST_READ: Final = 0.25
"""A window of which less was read says nothing."""

RARE: Final = 0.01
"""Share of the windows that a model was made from which are called unlike: what an honest refusal costs."""

_STARTS: Final = np.cumsum((0, *LEVEL_COUNTS[:-1]))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """How often each level came up at each moment; of one person's windows it says nothing."""

    log_shares: NDArray[np.float32]
    """float32 (STEPS, INPUTS): natural logarithms."""
    least: float
    """A window whose levels have a lower mean logarithm is unlike."""

    @classmethod
    def of(cls, windows: NDArray[np.int8]) -> Self:
        """Return what windows like these are; they are invented ones wherever the model leaves a store."""
        log_shares = np.empty((STEPS, INPUTS), dtype=np.float32)
        for feature, (start, count) in enumerate(zip(_STARTS, LEVEL_COUNTS, strict=True)):
            for step in range(STEPS):
                levels = windows[:, step, feature]
                seen = np.bincount(levels[levels != UNREAD], minlength=count) + 0.5
                log_shares[step, start : start + count] = np.log(seen / seen.sum())
        found = cls(log_shares, -np.inf)
        return cls(log_shares, float(np.quantile(found.means(windows), RARE)))

    def means(self, windows: NDArray[np.int8]) -> NDArray[np.float64]:
        """Return the mean logarithm over what was read, minus infinity where too little was: float64 (N,)."""
        is_read = windows != UNREAD
        places = _STARTS + np.maximum(windows, 0)
        logs = np.where(is_read, self.log_shares[np.arange(STEPS)[:, None], places], 0.0)
        read = is_read.sum(axis=(1, 2))
        means = logs.sum(axis=(1, 2), dtype=np.float64) / np.maximum(read, 1)
        return np.where(read >= LEAST_READ * windows[0].size, means, -np.inf) if len(windows) else means

    def is_unlike(self, windows: NDArray[np.int8]) -> NDArray[np.bool_]:
        """True for each window that is rarer than all but RARE of those, or hardly read: bool (N,)."""
        means = self.means(windows)
        return (means < self.least) | np.isneginf(means)
