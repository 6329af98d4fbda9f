"""What a round's opened sum says: the stores' mean update, their loss and how often they were right.

Sums outside the range that honest stores can reach are refused whole.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from privacy.errors import RangeError
from shared.schemas.training_plan import LARGEST_LOSS, TAIL, TAIL_GRID, TrainingPlan

COUNT_SIGMA: Final = (1 << 16) / 16_493
"""A count's noise in examples at z = 1: what one example may add at most, over what it adds to a count.

Source: edge_node/federated/quantising.py, UNIT and COUNT_UNITS; a test compares them."""

_NORMAL: Final = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class MeanUpdate:
    """The sum over some stores, read back."""

    update: NDArray[np.float64]
    """float64 (P,): the weighted mean of what the stores would add to the model; zeros at weight 0."""
    weight: int
    """Examples as the stores counted them under noise; 0 when nobody had enough."""
    loss: float
    """Nats per example at the weights that were given, noisy; NaN at weight 0."""
    accuracy: float
    """Share of examples told rightly at those weights, noisy: it may lie outside [0, 1]; NaN at weight 0."""

    @override
    def __repr__(self) -> str:
        return f"MeanUpdate({len(self.update)} entries, weight {self.weight})"


@dataclass(frozen=True, slots=True)
class HalfWidths:
    """Of the 95 % intervals of the noise in what a sum says, to first order."""

    loss: float
    """Nats."""
    accuracy: float
    """As a share of one."""


def half_widths(plan: TrainingPlan, found: MeanUpdate, stores: int) -> HalfWidths:
    """Return how far noise may have moved loss and accuracy, their weight's own noise included.

    Each store's three counts carry a Gaussian of z · COUNT_SIGMA examples (COUNT_SIGMA · LARGEST_LOSS nats);
    a ratio r of two such sums over the weight w has σ · sqrt(1 + r²) / w.
    Bound: the weight is well above its noise.
    """
    sigma = float(plan.exact_noise_multiplier) * COUNT_SIGMA * math.sqrt(stores) / found.weight
    return HalfWidths(
        loss=_NORMAL * sigma * math.hypot(LARGEST_LOSS, found.loss),
        accuracy=_NORMAL * sigma * math.hypot(1.0, found.accuracy),
    )


def read_sum(plan: TrainingPlan, total: NDArray[np.int64], stores: int) -> MeanUpdate:
    """Return what the sum of that many stores' contributions says.  Shape: int64 (P + 3,).

    Raises: RangeError for a sum that no such number of honest stores could reach.
    """
    if total.dtype != np.int64 or total.shape != (plan.length,):
        raise ValueError(f"expected int64 ({plan.length},), got {total.dtype} {total.shape}")
    _check_range(plan, total, stores)
    weight = int(total[-TAIL])
    if weight == 0:
        return MeanUpdate(np.zeros(plan.parameters), 0, float("nan"), float("nan"))
    return MeanUpdate(
        update=total[:-TAIL] / (float(plan.update_grid) * weight),
        weight=weight,
        loss=float(total[-2]) / (TAIL_GRID * weight),
        accuracy=float(total[-1]) / (TAIL_GRID * weight),
    )


def _check_range(plan: TrainingPlan, total: NDArray[np.int64], stores: int) -> None:
    weight = int(total[-TAIL])
    if not 0 <= weight <= stores * plan.max_weight:
        raise RangeError(
            f"expected a weight of 0 to {stores * plan.max_weight} from {stores} stores, got one outside"
        )
    reach = (int(plan.update_clip * plan.update_grid) + 1) * weight
    tops = [LARGEST_LOSS * TAIL_GRID * weight, TAIL_GRID * weight]
    sizes = [
        max(abs(int(part.max())), abs(int(part.min()))) for part in (total[:-TAIL], total[-2:-1], total[-1:])
    ]
    if any(size > top for size, top in zip(sizes, (reach, *tops), strict=True)):
        raise RangeError("expected a sum within what its weight can reach, got a larger entry")
