"""Real numbers as whole ones: what privacy's bounds, noise and shares are stated for.

Whatever comes in, what goes out obeys the bound exactly: that is where the price of a step is true.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from privacy.randomness import Random

UNIT: Final = 1 << 16
"""One example adds at most this to a step's sum, in L2 norm, loss and count included."""

GRADIENT_UNITS: Final = 58_982
"""Of these the gradient has at most 0.9."""

COUNT_UNITS: Final = 16_493
"""And one example, its loss and its being right each at most this: 58,982² + 3 · 16,493² ≤ UNIT²."""

_SAFE: Final = 1 - 1e-9
"""Far more than float64 rounds off in a norm of 20,000 numbers."""


def clipped(vectors: NDArray[np.float32], norm: float) -> NDArray[np.float64]:
    """Return each row cut to the L2 norm; a row that is not finite becomes zero.  Shape: (N, P) → (N, P)."""
    rows = vectors.astype(np.float64)
    rows[~np.isfinite(rows).all(axis=1)] = 0.0
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    cut: NDArray[np.float64] = rows * np.minimum(1.0, norm / np.maximum(lengths, 1e-300))
    return cut


def whole_gradients(gradients: NDArray[np.float32], clip_norm: float) -> NDArray[np.int64]:
    """Return each example's gradient in units, at most GRADIENT_UNITS long.  Shape: (N, P) → int64 (N, P).

    Cut to the norm, then towards zero: truncation only shortens, so the bound holds exactly.
    """
    return np.trunc(clipped(gradients, clip_norm) * (GRADIENT_UNITS * _SAFE / clip_norm)).astype(np.int64)


def rounded(values: NDArray[np.float64], random: Random) -> NDArray[np.int64]:
    """Return each number as one of its two neighbours, so that the mean is the number: int64 (N,).

    random: ``secrets.token_bytes`` wherever the numbers come from real people.
    """
    floor = np.floor(values)
    drawn = np.frombuffer(random(4 * len(values)), dtype="<u4").astype(np.float64)
    return (floor + (drawn < (values - floor) * 2.0**32)).astype(np.int64)
