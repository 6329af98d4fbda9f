"""Invented shops that differ in what people do, in floor plan and traffic; and the best possible answer."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.simulation.law import STAYS, Law
from edge_node.federated.training import Examples
from edge_node.intent.form import LEVEL_COUNTS
from edge_node.intent.levels import LEVELS, UNREAD, WAY
from edge_node.intent.window import LABELS, PLACES, STEPS

Floats = NDArray[np.float64]

USUAL_SHARES: Final = np.array([0.34, 0.26, 0.18, 0.10, 0.12])
"""Of pass_by, browse, reach, queue, leave in a shop like any other; a choice."""

HAS_NO: Final = (0.0, 0.3, 0.2)
"""Share of shops whose camera sees no shelf, entrance, queue."""


@dataclass(frozen=True, slots=True, eq=False)
class Shop:
    """One invented shop: what its windows follow."""

    examples: int
    """Tracks that its windows hold at a time."""
    shares: Floats = field(default_factory=USUAL_SHARES.copy)
    """float64 (5,): of each label."""
    plan: Floats = field(default_factory=lambda: np.zeros(len(PLACES)))
    """float64 (3,): how much further off shelf, entrance, queue are than usual; NaN where there is none."""
    unread: float = 0.1
    """Share of moments in which the arms are not read."""
    law: Law = field(default_factory=Law)


@dataclass(frozen=True, slots=True)
class Chain:
    """Many shops, each the same whenever asked for: a chain of any size needs the memory of one shop."""

    seed: int
    sites: int
    skew: float | None = None
    """None: all alike. Else the concentration of the Dirichlet law of the labels' shares (smaller: more
    different); then floor plans, what a camera sees and traffic differ too."""
    examples: int = 300
    """Windows a shop has at a time, in the median."""
    law: Law = field(default_factory=Law)

    def shop(self, index: int) -> Shop:
        """Return the shop of that number."""
        if self.skew is None:
            return Shop(self.examples, law=self.law)
        rng = np.random.default_rng((self.seed, index, 1))
        plan = rng.normal(0.0, 0.12, len(PLACES))
        plan[rng.random(len(PLACES)) < HAS_NO] = np.nan
        shares = rng.dirichlet(USUAL_SHARES * len(LABELS) * self.skew) + 1e-3
        if np.isnan(plan[-1]):
            shares[LABELS.index("queue")] = 0.0
        return Shop(
            max(20, round(self.examples * rng.lognormal(0.0, 0.5))),
            shares / shares.sum(),
            plan,
            float(rng.uniform(0.02, 0.3)),
            self.law,
        )

    def trained_on(self, index: int) -> Examples:
        """Return the windows that the shop of that number holds."""
        shop = self.shop(index)
        return examples_from(shop, shop.examples, np.random.default_rng((self.seed, index, 2)))

    def tested_on(self, index: int, count: int) -> Examples:
        """Return windows of the same shop that nobody trains on."""
        return examples_from(self.shop(index), count, np.random.default_rng((self.seed, index, 3)))


def examples_from(shop: Shop, count: int, rng: np.random.Generator) -> Examples:
    """Return that many windows with what came after them, drawn from the shop's law."""
    law = shop.law
    labels = rng.choice(len(LABELS), size=count, p=shop.shares)
    windows = np.full((count, STEPS, len(LEVEL_COUNTS)), UNREAD, dtype=np.int8)
    phase = _drawn(law.begins[labels], rng)
    for step in range(STEPS):
        if step:
            phase = np.where(rng.random(count) < STAYS, phase, _drawn(law.leans_to[labels], rng))
        is_read = rng.random(count) >= shop.unread
        for feature in range(len(LEVELS)):
            levels = _drawn(law.movement(feature)[phase], rng)
            windows[:, step, feature] = levels if feature < WAY else np.where(is_read, levels, UNREAD)
        for place in _seen(shop):
            shares = law.distance(place, step, shop.plan[place])
            windows[:, step, len(LEVELS) + place] = _drawn(shares[labels], rng)
    return Examples(windows, labels.astype(np.int64))


def best_chances(shop: Shop, windows: NDArray[np.int8]) -> Floats:
    """Return how likely each label is by the shop's own law: float64 (N, 5), rows of sum 1.

    Whoever sees the same windows cannot be right more often than its likeliest label: Bayes's rule over the
    law itself, all chains of phases summed up (Rabiner 1989, the forward procedure).
    """
    law = shop.law
    likelihood: Floats = np.tile(shop.shares, (len(windows), 1))
    chain: Floats = np.tile(law.begins[None], (len(windows), 1, 1))
    for step in range(STEPS):
        if step:
            chain = STAYS * chain + (1 - STAYS) * chain.sum(axis=2, keepdims=True) * law.leans_to
        chain = chain * _fit(law, windows[:, step])[:, None, :]
        for place in _seen(shop):
            levels = windows[:, step, len(LEVELS) + place]
            likelihood *= law.distance(place, step, shop.plan[place])[:, levels].T
    joint = likelihood * chain.sum(axis=2)
    chances: Floats = joint / joint.sum(axis=1, keepdims=True)
    return chances


def _fit(law: Law, levels: NDArray[np.int8]) -> Floats:
    """Return how likely each phase makes one moment's movement levels: float64 (N, 4)."""
    fit = np.ones((len(levels), len(law.phases)))
    for feature in range(len(LEVELS)):
        level = levels[:, feature]
        fit *= np.where(level == UNREAD, 1.0, law.movement(feature)[:, level]).T
    return fit


def _seen(shop: Shop) -> list[int]:
    return [place for place, further in enumerate(shop.plan) if not np.isnan(further)]


def _drawn(shares: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return one draw from each row's shares."""
    edges = shares.cumsum(axis=1)
    drawn: NDArray[np.int64] = (rng.random(len(shares))[:, None] > edges[:, :-1]).sum(axis=1)
    return drawn
