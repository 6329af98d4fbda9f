"""A canary window among those a store trains on: who opens both shares of the update looks for it.

The attacker knows the model, every other window, and the canary's own gradient; nobody in the product sees
one store's update, so this is what leader and helper could do together. From a quarter of them he learns
how to weigh the update along the canary's gradient, the count, the loss and the right answers. The control
trains with the noise off.
"""

import math
import secrets

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.federated.quantising import whole_gradients
from edge_node.federated.training import Examples, train_and_quantise
from edge_node.federated.vectorising import Judge, Judged
from edge_node.intent.form import VERSION, Form
from edge_node.intent.model import fresh
from edge_node.intent.window import FEATURES, LABELS, STEPS
from privacy.budget import epsilon
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise
from shared.schemas.training_plan import TAIL, TrainingPlan
from tests.adversary.canary_releases import EPSILONS, rho_of
from tests.adversary.membership import CONFIDENCE, epsilon_lower_bound
from tests.adversary.row import Row, Scale
from tests.support.hub_world import silence

TRIALS: dict[Scale, int] = {"small": 60, "full": 3_000}
"""Trainings with the canary, and as many without."""
BARE_TRIALS = 450
"""The same of the control, which draws nothing and is cheap."""
OTHERS = 40
"""Windows of other tracks."""
FORM = Form(width=3)


class KnownJudge(Judge):
    """Asks the network once for as many windows: here the weights and the others never change."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._known: dict[int, Judged] = {}

    @override
    def judge(
        self, weights: NDArray[np.float32], windows: NDArray[np.int8], labels: NDArray[np.int64]
    ) -> Judged:
        """Return what the network said of as many windows before."""
        if len(windows) not in self._known:
            self._known[len(windows)] = super().judge(weights, windows, labels)
        return self._known[len(windows)]


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row for each ε."""
    bare = _proved(plan_at(max(EPSILONS)), seed, BARE_TRIALS, silence, CONFIDENCE[scale])
    return [_row(target, bare, scale, seed) for target in EPSILONS]


def plan_at(target: float) -> TrainingPlan:
    """Return a plan of one step whose stated ε is at most the target."""
    z = math.ceil(1000 / math.sqrt(2 * rho_of(target)))
    return TrainingPlan(
        model_version=VERSION, parameters=FORM.parameters, noise_multiplier=f"{z}/1000", batch_size=1
    )


def examples(seed: int) -> tuple[Examples, Examples]:
    """Return the others' windows, and the same with the canary's as the last."""
    rng = np.random.default_rng(seed)
    highest = np.array([len(feature.edges) for feature in FEATURES])
    windows = rng.integers(0, highest + 1, (OTHERS + 1, STEPS, len(FEATURES))).astype(np.int8)
    labels = rng.integers(0, len(LABELS), OTHERS + 1)
    return Examples(windows[:-1], labels[:-1]), Examples(windows, labels)


def _row(target: float, bare: float, scale: Scale, seed: int) -> Row:
    plan = plan_at(target)
    bound = epsilon(plan.rho_per_step)
    reached = _proved(plan, seed, TRIALS[scale], discrete_gaussian, CONFIDENCE[scale])
    return Row(
        promise=f"ε ≤ {target:g} for one track in a store's update",
        attack="who opens both shares and knows every other window tells whether one was trained on",
        measured=reached,
        bound=target,
        holds=reached <= target and bound <= target,
        control=bare,
        control_fails=bare > target,
        detail=f"ε proved at {CONFIDENCE[scale]:.7g} from 2 × {TRIALS[scale]} noisy steps",
    )


def _proved(plan: TrainingPlan, seed: int, trials: int, noise: Noise, confidence: float) -> float:
    weights, judge = fresh(FORM, seed), KnownJudge(FORM)
    absent, there = examples(seed)
    gradient = whole_gradients(
        judge.judge(weights, there.windows, there.labels).gradients[-1:], plan.clip_norm
    )[0].astype(float)
    seen = np.array(
        [
            _seen(
                train_and_quantise(
                    plan, weights, held, noise=noise, random=secrets.token_bytes, judge=judge
                ).vector,
                gradient,
            )
            for held in (there, absent)
            for _ in range(trials)
        ]
    )
    return _judged(seen, np.arange(2 * trials) < trials, confidence)


def _seen(vector: NDArray[np.int64], gradient: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the update along the canary's gradient, and the tail: float64 (1 + TAIL,)."""
    along = vector[:-TAIL] @ gradient / np.linalg.norm(gradient)
    return np.append(along, vector[-TAIL:].astype(float))


def _judged(seen: NDArray[np.float64], is_there: NDArray[np.bool_], confidence: float) -> float:
    """Learn the weights on every fourth trial, by least squares, and judge on the others."""
    spread = seen.std(axis=0)
    design = np.column_stack(
        [(seen - seen.mean(axis=0)) / np.where(spread > 0, spread, 1), np.ones(len(seen))]
    )
    is_told = np.arange(len(seen)) % 4 == 0
    learnt, *_ = np.linalg.lstsq(design[is_told], is_there[is_told].astype(float), rcond=None)
    scores, truth = design[~is_told] @ learnt, is_there[~is_told]
    return epsilon_lower_bound(scores[truth], scores[~truth], confidence)
