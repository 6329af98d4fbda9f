"""What a round's opened sum says: the stores' mean update, their loss and how often they were right.

Sums outside the range that honest stores can reach are refused whole.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from privacy.errors import RangeError
from shared.schemas.training_plan import LARGEST_LOSS, TAIL, TAIL_GRID, TrainingPlan


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
