"""Local training with noise: one store's examples in, one whole-numbered update out.

The unit is one track, which is one window. Every step adds up every example's cut gradient in whole numbers
and puts noise on the sum; what the steps make of it afterwards costs nothing more. How many examples there
are, their loss and how many were right are part of the first step's sum, and under its noise.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.federated.quantising import (
    COUNT_UNITS,
    GRADIENT_UNITS,
    UNIT,
    clipped,
    rounded,
    whole_gradients,
)
from edge_node.federated.vectorising import Judge, Judged
from edge_node.intent.form import VERSION, Form
from privacy.randomness import Noise, Random
from shared.schemas.training_plan import LARGEST_LOSS, TAIL, TAIL_GRID, TrainingPlan

_CHUNK: Final = 128
"""Examples judged at a time: what a step needs in memory does not grow with the store."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Examples:
    """What a store trains on; at most one row of every track."""

    windows: NDArray[np.int8]
    """int8 (N, STEPS, 14)."""
    labels: NDArray[np.int64]
    """int64 (N,): places in LABELS."""

    def __post_init__(self) -> None:
        if len(self.windows) != len(self.labels):
            raise ValueError(
                f"expected a label for every window, got {len(self.windows)} and {len(self.labels)}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    @override
    def __repr__(self) -> str:
        return "Examples(…)"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Contribution:
    """What a store adds to a round; nobody sees it but as shares."""

    vector: NDArray[np.int64]
    """int64 (P + 3,): the update in the plan's grid, times the weight; then weight, loss, right answers."""
    price: Fraction
    """ρ that every track among the examples has paid, whether anything is sent or not."""
    steps: int
    """Noisy steps taken."""

    @override
    def __repr__(self) -> str:
        return f"Contribution({len(self.vector)} entries, {self.steps} steps)"


class Judging(Protocol):
    """What finds each example's own gradient: ``Judge`` wherever the examples are of real people."""

    form: Form

    def judge(
        self, weights: NDArray[np.float32], windows: NDArray[np.int8], labels: NDArray[np.int64]
    ) -> Judged:
        """Return every example's gradient, loss and answer at the weights.  Shape: float32 (P,)."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """One step's sum under noise, in the units of what was added up."""

    gradient: NDArray[np.float64]
    examples: float
    loss: float
    right: float


def train_and_quantise(
    plan: TrainingPlan,
    weights: NDArray[np.float32],
    examples: Examples,
    *,
    noise: Noise,
    random: Random,
    judge: Judging | None = None,
) -> Contribution:
    """Return the store's part of a round: ``plan.steps`` noisy steps from the weights, as whole numbers.

    Zeros, after one step, where there seem to be fewer examples than the plan's batch_size.
    weights: float32 (P,), as every store was given them. noise: ``privacy.noise.discrete_gaussian`` and
    random: ``secrets.token_bytes`` wherever the examples are of real people. judge: one to use again.
    Bound: each track's ρ is price = steps / 2z², without amplification (Bun and Steinke 2016, Prop. 1.6).
    """
    judge = judge or Judge(Form())
    _check(plan, weights, judge)
    local = weights.copy()
    first = _noisy_sum(plan, local, examples, noise=noise, judge=judge)
    if first.examples < plan.batch_size:
        return Contribution(np.zeros(plan.length, dtype=np.int64), plan.rho_per_step, steps=1)
    weight = min(round(first.examples), plan.max_weight)
    local = _stepped(plan, local, weights, first.gradient / weight)
    for _ in range(plan.steps - 1):
        summed = _noisy_sum(plan, local, examples, noise=noise, judge=judge)
        local = _stepped(plan, local, weights, summed.gradient / weight)
    vector = np.concatenate((_whole_update(plan, local - weights, random) * weight, _tail(first, weight)))
    return Contribution(vector, plan.steps * plan.rho_per_step, steps=plan.steps)


def _noisy_sum(
    plan: TrainingPlan, weights: NDArray[np.float32], examples: Examples, *, noise: Noise, judge: Judging
) -> _Sum:
    total = np.zeros(plan.length, dtype=np.int64)
    for start in range(0, len(examples), _CHUNK):
        rows = slice(start, start + _CHUNK)
        judged = judge.judge(weights, examples.windows[rows], examples.labels[rows])
        losses = np.clip(np.nan_to_num(judged.losses, nan=LARGEST_LOSS), 0, LARGEST_LOSS)
        total[:-TAIL] += whole_gradients(judged.gradients, plan.clip_norm).sum(axis=0, dtype=np.int64)
        total[-TAIL] += COUNT_UNITS * len(losses)
        total[-2] += int(np.trunc(losses * (COUNT_UNITS / LARGEST_LOSS)).astype(np.int64).sum())
        total[-1] += COUNT_UNITS * int(judged.is_right.sum())
    noisy = (total + noise(plan.length, plan.exact_noise_multiplier**2 * UNIT**2)).astype(np.float64)
    return _Sum(
        gradient=noisy[:-TAIL] * (plan.clip_norm / GRADIENT_UNITS),
        examples=float(noisy[-TAIL] / COUNT_UNITS),
        loss=float(noisy[-2] * LARGEST_LOSS / COUNT_UNITS),
        right=float(noisy[-1] / COUNT_UNITS),
    )


def _stepped(
    plan: TrainingPlan,
    local: NDArray[np.float32],
    given: NDArray[np.float32],
    gradient: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Return the weights one step on; FedProx pulls them back to those that were given (Li 2020 eq. 2)."""
    pull = plan.proximal * (local - given).astype(np.float64)
    return (local - plan.learning_rate * (gradient + pull)).astype(np.float32)


def _whole_update(plan: TrainingPlan, update: NDArray[np.float32], random: Random) -> NDArray[np.int64]:
    short = clipped(update.astype(np.float64), plan.update_clip)
    return rounded(short * plan.update_grid, random)


def _tail(first: _Sum, weight: int) -> NDArray[np.int64]:
    """Return weight, loss and right answers; loss and right answers are not cut at zero, only to range."""
    loss = np.clip(first.loss, -LARGEST_LOSS * weight, LARGEST_LOSS * weight)
    right = np.clip(first.right, -weight, weight)
    return np.array([weight, round(float(loss) * TAIL_GRID), round(float(right) * TAIL_GRID)], dtype=np.int64)


def _check(plan: TrainingPlan, weights: NDArray[np.float32], judge: Judging) -> None:
    if plan.model_version != VERSION or plan.parameters != judge.form.parameters:
        raise ValueError(
            f"expected a plan for form {VERSION} of {judge.form.parameters} numbers, "
            f"got form {plan.model_version} of {plan.parameters}"
        )
    if weights.shape != (plan.parameters,) or not np.isfinite(weights).all():
        raise ValueError(f"expected {plan.parameters} finite weights, got {weights.shape}")
