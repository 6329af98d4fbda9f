"""Clipping one track's vector to the contribution bound that its metric's noise was computed for.

Whatever a feature hands over, what is added to a sum obeys the bound: this is where sensitivity is true.
"""

from math import isqrt

import numpy as np
from numpy.typing import NDArray

from shared.schemas.task import ContributionBound

_SAFE = 1 << 62


def clip(vector: NDArray[np.int64], bound: ContributionBound) -> NDArray[np.int64]:
    """Return the nearest thing to the vector that obeys the bound; a vector within it comes back equal.

    The ``max_cells`` cells of largest size are kept (ties: the earlier cell), each is cut to ±max_per_cell,
    and if the squared L2 norm is still above ``l2_squared`` all are scaled down, rounded towards zero.
    Shape: int64 (n,), one track, cells only (no coverage).  Bound: exact integer arithmetic.
    """
    if vector.dtype != np.int64 or vector.ndim != 1:
        raise ValueError(f"expected int64 (n,), got {vector.dtype} {vector.shape}")
    if obeys(vector, bound):
        return vector.copy()
    sizes = np.abs(np.clip(vector, -_SAFE, _SAFE))
    kept = np.argsort(-sizes, kind="stable")[: bound.max_cells]
    clipped = np.zeros_like(vector)
    clipped[kept] = np.clip(vector[kept], -bound.max_per_cell, bound.max_per_cell)
    norm_squared = l2_squared(clipped)
    if norm_squared <= bound.l2_squared:
        return clipped
    for cell in np.flatnonzero(clipped):
        value = int(clipped[cell])
        size = isqrt(value * value * bound.l2_squared // norm_squared)
        clipped[cell] = size if value > 0 else -size
    return clipped


def l2_squared(vector: NDArray[np.int64]) -> int:
    """Return the squared L2 norm as an exact integer, however large."""
    return sum(value * value for value in _values(vector))


def obeys(vector: NDArray[np.int64], bound: ContributionBound) -> bool:
    """True when one track may add the vector as it is."""
    values = _values(vector)
    return (
        len(values) <= bound.max_cells
        and all(abs(value) <= bound.max_per_cell for value in values)
        and sum(value * value for value in values) <= bound.l2_squared
    )


def _values(vector: NDArray[np.int64]) -> list[int]:
    """Return what is not zero, as exact integers; most tracks touch few cells."""
    values: list[int] = vector[vector.nonzero()[0]].tolist()
    return values
