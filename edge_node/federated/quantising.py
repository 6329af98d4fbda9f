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

_SAFE: Final = 1 - 1e-6
"""More than float32 rounds off in two factors, float64 in a norm of 20,000 numbers."""


def clipped(vector: NDArray[np.float64], norm: float) -> NDArray[np.float64]:
    """Return the vector cut to the L2 norm; one that is not finite becomes zero.  Shape: (P,)."""
    if not np.isfinite(vector).all():
        return np.zeros_like(vector)
    return vector * min(1.0, norm / max(float(np.linalg.norm(vector)), 1e-300))


def whole_gradients(gradients: NDArray[np.float32], clip_norm: float) -> NDArray[np.int32]:
    """Return each example's gradient in units, at most GRADIENT_UNITS long.  Shape: (N, P) → int32 (N, P).

    Cut to the norm, then towards zero: truncation only shortens, so the bound holds exactly. A gradient
    that is not finite becomes zero.
    """
    lengths = np.sqrt(np.einsum("np,np->n", gradients, gradients, dtype=np.float64))
    is_finite = np.isfinite(lengths)
    if not is_finite.all():
        gradients, lengths = np.where(is_finite[:, None], gradients, 0), np.where(is_finite, lengths, 0.0)
    units = GRADIENT_UNITS * _SAFE / np.maximum(lengths, clip_norm)
    whole: NDArray[np.int32] = (gradients * units.astype(np.float32)[:, None]).astype(np.int32)
    return whole


def rounded(values: NDArray[np.float64], random: Random) -> NDArray[np.int64]:
    """Return each number as one of its two neighbours, so that the mean is the number: int64 (N,).

    random: ``secrets.token_bytes`` wherever the numbers come from real people.
    """
    floor = np.floor(values)
    drawn = np.frombuffer(random(4 * len(values)), dtype="<u4").astype(np.float64)
    return (floor + (drawn < (values - floor) * 2.0**32)).astype(np.int64)
