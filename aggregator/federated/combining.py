"""From the sums of a round to what was learnt, or why they cannot be sums of honest updates.

Source: shared/wire/PROTOCOL.md §21.5.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privacy.errors import RangeError
from privacy.trimming import LEAST_GROUPS, trim_for, trimmed_mean
from privacy.updates import MeanUpdate, half_widths, read_sum
from shared.schemas.training_plan import TrainingPlan


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class GroupTotal:
    """What the nodes of one group sent, added up; nobody knows the summands."""

    nodes: int
    values: NDArray[np.int64]
    """int64 (P + 3,)."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Learnt:
    """What one round taught."""

    update: NDArray[np.float64]
    """float64 (P,): the mean update over windows; trimmed over groups where there are enough."""
    loss: float | None
    """Mean loss before the update, in nats, under noise; None when nobody had enough windows."""
    hits: float | None
    """Share of windows that were predicted rightly before the update, under noise."""
    loss_half_width: float | None
    """Of the 95 % interval of the nodes' noise."""
    hits_half_width: float | None
    groups: int
    """Group sums that went into a trimmed mean; 1 when there was none."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A sum that no honest nodes can have made."""

    reason: str


def learn_from(totals: Sequence[GroupTotal], plan: TrainingPlan) -> Learnt | Impossible:
    """Return the mean update, or why a sum lies outside of what its nodes could have sent."""
    try:
        parts = [read_sum(plan, total.values, total.nodes) for total in totals]
        values: NDArray[np.int64] = np.stack([total.values for total in totals]).sum(axis=0)
        whole = read_sum(plan, values, sum(total.nodes for total in totals))
    except RangeError as error:
        return Impossible(str(error))
    weighty = [part for part in parts if part.weight > 0]
    is_trimmed = len(weighty) >= LEAST_GROUPS
    wide = half_widths(plan, whole, sum(total.nodes for total in totals)) if whole.weight else None
    return Learnt(
        update=_trimmed(weighty) if is_trimmed else whole.update,
        loss=None if math.isnan(whole.loss) else whole.loss,
        hits=None if math.isnan(whole.accuracy) else whole.accuracy,
        loss_half_width=None if wide is None else wide.loss,
        hits_half_width=None if wide is None else wide.accuracy,
        groups=len(weighty) if is_trimmed else 1,
    )


def _trimmed(parts: Sequence[MeanUpdate]) -> NDArray[np.float64]:
    means = np.stack([part.update for part in parts])
    weights = np.array([part.weight for part in parts], dtype=np.float64)
    return trimmed_mean(means, weights, trim_for(len(parts)))
