"""The known law that invented shops' windows follow: what each label does to phases, levels and distances.

Four moments follow a chain of phases (walking, slowing, standing, handling) that depends on the label; each
movement level depends on the phase alone, each distance on the label and on the shop's floor plan.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.form import LEVEL_COUNTS
from edge_node.intent.window import PLACES, STEPS

Floats = NDArray[np.float64]

_PHASES: Final = np.array(
    [
        [0.85, 0.35, 0.35, 0.30, 0.30, 0.20, 0.50, 0.20, 0.30, 0.50, 0.50],
        [0.50, 0.50, 0.35, 0.35, 0.30, 0.30, 0.50, 0.25, 0.35, 0.35, 0.50],
        [0.10, 0.40, 0.40, 0.35, 0.35, 0.40, 0.50, 0.35, 0.40, 0.20, 0.50],
        [0.10, 0.35, 0.70, 0.50, 0.70, 0.55, 0.40, 0.60, 0.50, 0.25, 0.60],
    ]
)
"""A choice, from what the words mean; columns as LEVELS."""

_BEGINS: Final = np.array(
    [
        [0.70, 0.20, 0.08, 0.02],
        [0.35, 0.35, 0.25, 0.05],
        [0.05, 0.20, 0.50, 0.25],
        [0.25, 0.40, 0.33, 0.02],
        [0.60, 0.25, 0.12, 0.03],
    ]
)

_LEANS_TO: Final = np.array(
    [
        [0.75, 0.18, 0.05, 0.02],
        [0.15, 0.40, 0.38, 0.07],
        [0.03, 0.12, 0.45, 0.40],
        [0.10, 0.30, 0.58, 0.02],
        [0.72, 0.18, 0.08, 0.02],
    ]
)

_DISTANCES: Final = np.array(
    [
        [[0.55, 0.55], [0.55, 0.50], [0.70, 0.70]],
        [[0.55, 0.30], [0.60, 0.65], [0.75, 0.75]],
        [[0.30, 0.15], [0.70, 0.70], [0.80, 0.80]],
        [[0.65, 0.70], [0.65, 0.60], [0.50, 0.25]],
        [[0.60, 0.65], [0.50, 0.25], [0.65, 0.70]],
    ]
)

STAYS: Final = 0.5
"""How often a phase goes on; otherwise the label's next phase is drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Tables of one law; on every scale 0 is a feature's least level and 1 its greatest."""

    phases: Floats = field(default_factory=_PHASES.copy)
    """float64 (4, 11): where each movement feature is centred in each phase."""
    begins: Floats = field(default_factory=_BEGINS.copy)
    """float64 (5, 4): each label's first phase."""
    leans_to: Floats = field(default_factory=_LEANS_TO.copy)
    """float64 (5, 4): each label's next phase."""
    distances: Floats = field(default_factory=_DISTANCES.copy)
    """float64 (5, 3, 2): each label's distances to shelf, entrance, queue at the first and last moment."""
    spread: float = 0.3
    """How far levels scatter about their centres."""

    def movement(self, feature: int) -> Floats:
        """Return how often each phase has each level of a movement feature: float64 (4, levels)."""
        return _about(self.phases[:, feature], LEVEL_COUNTS[feature], self.spread)

    def distance(self, place: int, step: int, further: float) -> Floats:
        """Return how often each label has each level of a distance at a moment: float64 (5, levels).

        further: how much further off than usual the shop's floor plan has the place.
        """
        share = step / (STEPS - 1)
        first, last = self.distances[:, place].T
        centres = first * (1 - share) + last * share + further
        return _about(centres, len(PLACES[place].edges) + 1, self.spread)


def other_law(seed: int) -> Law:
    """Return a law that differs in every table from the usual one: what a model met before the shops."""
    rng = np.random.default_rng((seed, 7))
    usual = Law()
    return Law(
        phases=np.clip(usual.phases + rng.normal(0, 0.12, usual.phases.shape), 0, 1),
        begins=_mixed(usual.begins, rng),
        leans_to=_mixed(usual.leans_to, rng),
        distances=np.clip(usual.distances + rng.normal(0, 0.12, usual.distances.shape), 0, 1),
        spread=0.36,
    )


def _mixed(shares: Floats, rng: np.random.Generator) -> Floats:
    other: Floats = 0.75 * shares + 0.25 * rng.dirichlet(np.ones(shares.shape[1]), len(shares))
    return other


def _about(centres: Floats, levels: int, spread: float) -> Floats:
    off = np.linspace(0, 1, levels) - centres[:, None]
    weights = np.exp(-(off**2) / (2 * spread**2))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares
