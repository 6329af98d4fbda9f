"""A mean that a few poisoned sums cannot drag far: each entry's smallest and largest are left out.

Nobody sees one store's update, so what is trimmed are sums over groups of stores, each divided by its weight.
Source: Yin, Chen, Ramchandran, Bartlett 2018, "Byzantine-Robust Distributed Learning", Definition 2.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST_GROUP: Final = 5
"""Stores in a group: a sum over fewer says too much of one of them (DESIGN §2)."""

LEAST_GROUPS: Final = 3
"""With fewer sums nothing can be left out on both sides."""


def trimmed_mean(
    means: NDArray[np.float64], weights: NDArray[np.float64], trimmed: int
) -> NDArray[np.float64]:
    """Return, entry by entry, the weighted mean of what is left without the ``trimmed`` least and largest.

    Shape: (G, P) group means and (G,) positive weights → (P,).  Bound: 0 ≤ 2 · trimmed < G. As long as no
    more than ``trimmed`` groups hold a poisoned update, each entry lies within the range of honest groups.
    """
    groups = len(means)
    if means.ndim != 2 or weights.shape != (groups,) or not (weights > 0).all():
        raise ValueError(
            f"expected means (G, P) and positive weights (G,), got {means.shape} and {weights.shape}"
        )
    if not 0 <= 2 * trimmed < groups:
        raise ValueError(f"expected to leave out fewer than half of {groups} groups, got {trimmed} each side")
    order = np.argsort(means, axis=0, kind="stable")[trimmed : groups - trimmed]
    kept = np.take_along_axis(means, order, axis=0)
    kept_weights = weights[order]
    mean: NDArray[np.float64] = (kept * kept_weights).sum(axis=0) / kept_weights.sum(axis=0)
    return mean


def trim_for(groups: int, share: float = 0.35) -> int:
    """Return how many groups to leave out on each side: the share of them, none under LEAST_GROUPS."""
    if groups < LEAST_GROUPS:
        return 0
    return min(max(1, int(groups * share)), (groups - 1) // 2)
