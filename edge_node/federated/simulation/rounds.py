"""Rounds of learning over invented shops, in one process: trained, cut, made whole and split as stores do it.

Stores come one after the other; sums are kept, and windows only as far as `kept_shops` goes, so that ten
thousand need little more memory than a thousand.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.simulation.by_hand import JudgeByHand
from edge_node.federated.simulation.kept_shops import KeptShops
from edge_node.federated.simulation.seeded import no_noise, seeded_noise
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.training import Contribution, train_and_quantise
from edge_node.intent.form import Form
from privacy.server_step import ServerState, moved
from privacy.shares import aggregate, combine, expand, split
from privacy.trimming import LEAST_GROUP, LEAST_GROUPS, trim_for, trimmed_mean
from privacy.updates import MeanUpdate, read_sum
from shared.schemas.training_plan import TAIL, TrainingPlan

MOST_GROUPS = 50
"""Sums kept at a time; larger chains have larger groups."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is simulated."""

    chain: Chain
    plan: TrainingPlan
    is_silent: bool = False
    """True: no noise at all, as a line to compare with; no product does that."""
    poisoned: float = 0.0
    """Share of stores that send the opposite of what they learnt, as large as is accepted."""
    is_trimmed: bool = False
    """True: the mean over groups leaves the least and largest out, entry by entry."""


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What a round says of itself."""

    loss: float
    """At the weights that the stores were given, under noise."""
    accuracy: float
    weight: int
    bytes_per_site: int
    """Leader's share and helper's seed, before sealing."""


class Simulation:
    """One scenario, played round by round."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._judge = JudgeByHand(Form())
        self._shops = KeptShops(scenario.chain)
        sites = scenario.chain.sites
        rng = np.random.default_rng((scenario.chain.seed, 4))
        groups = min(MOST_GROUPS, sites // LEAST_GROUP) if scenario.is_trimmed else 1
        self._group_of = rng.permutation(sites) % (groups if groups >= LEAST_GROUPS else 1)
        self._is_poisoned = rng.permutation(sites) < round(scenario.poisoned * sites)

    def play(
        self, state: ServerState, number: int, on_site: Callable[[], None] = lambda: None
    ) -> tuple[ServerState, RoundReport]:
        """Return the state after the round of that number, and what it says; the same each time."""
        plan, sites = self._scenario.plan, self._scenario.chain.sites
        groups = int(self._group_of.max()) + 1
        leader, helper = (np.zeros((groups, plan.length), dtype=np.uint64) for _ in range(2))
        for site in range(sites):
            rng = np.random.default_rng((self._scenario.chain.seed, site, 5, number))
            vector = self._contribution(site, state.weights, rng).vector
            header = hashlib.sha256(f"{number} {site}".encode()).digest()
            share, seed = split(vector, header, rng.bytes)
            group = self._group_of[site]
            leader[group] = aggregate((leader[group], share.values), plan.length)
            helper[group] = aggregate((helper[group], expand(seed, header, plan.length)), plan.length)
            on_site()
        sizes = np.bincount(self._group_of)
        means = [
            read_sum(plan, combine(*shares), int(size))
            for *shares, size in zip(leader, helper, sizes, strict=True)
        ]
        return moved(plan, state, _mean_of(means)), _report(plan, means)

    def _contribution(
        self, site: int, weights: NDArray[np.float32], rng: np.random.Generator
    ) -> Contribution:
        scenario = self._scenario
        found = train_and_quantise(
            scenario.plan,
            weights,
            self._shops.trained_on(site),
            noise=no_noise if scenario.is_silent else seeded_noise(rng),
            random=rng.bytes,
            judge=self._judge,
        )
        return poisoned(scenario.plan, found) if self._is_poisoned[site] else found


def poisoned(plan: TrainingPlan, honest: Contribution) -> Contribution:
    """Return the opposite update, as long and as heavy as the plan accepts: nobody sees it under shares."""
    vector = honest.vector.copy()
    length = float(np.linalg.norm(vector[:-TAIL].astype(np.float64)))
    if length:
        reach = plan.update_clip * plan.update_grid * plan.max_weight
        vector[:-TAIL] = np.trunc(vector[:-TAIL] * (-reach / length)).astype(np.int64)
        vector[-TAIL] = plan.max_weight
    return Contribution(vector, honest.price, honest.steps)


def _mean_of(means: list[MeanUpdate]) -> NDArray[np.float64]:
    """Return the trimmed mean over the groups that have any weight; of one sum, the sum's own."""
    heavy = [mean for mean in means if mean.weight]
    if not heavy:
        return np.zeros_like(means[0].update)
    updates, weights = np.stack([m.update for m in heavy]), np.array([float(m.weight) for m in heavy])
    return trimmed_mean(updates, weights, trim_for(len(heavy)))


def _report(plan: TrainingPlan, means: list[MeanUpdate]) -> RoundReport:
    heavy = [mean for mean in means if mean.weight]
    weight = sum(mean.weight for mean in heavy)
    return RoundReport(
        loss=sum(m.loss * m.weight for m in heavy) / weight if weight else float("nan"),
        accuracy=sum(m.accuracy * m.weight for m in heavy) / weight if weight else float("nan"),
        weight=weight,
        bytes_per_site=8 * plan.length + 32,
    )
