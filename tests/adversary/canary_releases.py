"""A canary track in a store's releases, and in a cohort's sums: who knows everybody else looks for it.

The canary is one track that spends its whole budget on one number; everything else in the store is known to
the attacker. Each trial closes an hour of a store with and without it through the store's own door, with the
product's noise. In the cohort lane five stores' exact vectors are split, both parties sum and add theirs, and
the attacker is the helper, who takes its own noise off again. The control has the noise off.
"""

import math
import secrets
from contextlib import closing
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from aggregator.release.gate import Gate
from edge_node.release.gate import Door, Refused, close_epoch
from edge_node.release.schedule import Due
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import VectorPlan, plan
from policies.engine import decide
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from privacy.budget import epsilon
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise
from privacy.shares import aggregate, combine, expand, split
from shared.epoch import bounds, epoch_of
from shared.ids import TaskId
from shared.schemas.task import Task
from tests.adversary.membership import CONFIDENCE, epsilon_lower_bound
from tests.adversary.row import Row, Scale
from tests.support.edge_world import site
from tests.support.hub_world import silence

EPSILONS = (0.5, 1.0, 2.0)
TRIALS: dict[Scale, int] = {"small": 400, "full": 20_000}
"""Hours with the canary, and as many without."""
CROWD = 40
"""Entries of an ordinary hour."""
NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
STORES = 5
"""The smallest sum of the cohort lane."""
JOURNAL_HOURS = 500
"""Hours that one node closes; the next begins with an empty journal."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return two rows for each ε: a store's releases and a cohort's sums."""
    found = []
    for target in EPSILONS:
        found += [_site_row(target, scale, seed), _cohort_row(target, scale, seed)]
    return found


def rho_of(target: float) -> Fraction:
    """Return the largest price, in steps of 1e-6, whose stated ε is at most the target."""
    low, high = 1, 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if epsilon(Fraction(middle, 10**6)) <= target else (low, middle)
    return Fraction(low, 10**6)


def footfall_at(rho: Fraction) -> PolicyBundle:
    """Return the shipped policy cut down to one number an hour, which may cost the whole budget."""
    bundle = load_bundle()
    [document] = [each for each in bundle.documents if each.purpose == "footfall"]
    rule = document.metrics[0].model_copy(update={"rho": {"hour": str(rho)}})
    budget = bundle.chain.budget.model_copy(
        update={"total": str(rho), "site": str(rho), "cohort": "0", "learn": "0"}
    )
    return bundle.model_copy(
        update={
            "documents": (document.model_copy(update={"metrics": (rule,)}),),
            "chain": bundle.chain.model_copy(update={"budget": budget}),
        }
    )


def released(bundle: PolicyBundle, cells: NDArray[np.int64], hours: int, noise: Noise) -> NDArray[np.int64]:
    """Close that many hours in which the cells were counted: int64 (hours, C), what has left the store."""
    planned = plan(tasks(bundle)[TaskId("footfall.hour.site")], site(), bundle.chain.layout)
    door = Door(
        decide=lambda request: decide(request, bundle, NOW),
        policy_hash=bundle.hash,
        shares=shares(bundle),
        total=bundle.chain.budget.exact_total,
        noise=noise,
    )
    left: list[NDArray[np.int64]] = []
    while len(left) < hours:
        backs = range(min(JOURNAL_HOURS, hours - len(left)))
        with TemporaryDirectory() as folder, closing(Journal(Path(folder) / "journal.sqlite3")) as journal:
            left += _all_closed(planned, cells, backs, door, journal)
    return np.stack(left)


def _site_row(target: float, scale: Scale, seed: int) -> Row:
    rho = rho_of(target)
    bundle = footfall_at(rho)
    absent, canary = _cells(seed)
    said = f"ε proved at {CONFIDENCE[scale]:.7g} from 2 × {TRIALS[scale]} hours"
    reached = _proved(bundle, absent, canary, scale, discrete_gaussian)
    bare = _proved(bundle, absent, canary, scale, silence)
    return Row(
        promise=f"ε ≤ {target:g} for one track in a store's releases",
        attack="an analyst who knows everybody else tells whether one track was counted",
        measured=reached,
        bound=target,
        holds=reached <= target,
        control=bare,
        control_fails=bare > target,
        detail=f"{said}, σ = {math.sqrt(1 / (2 * rho)):.2f}",
    )


def _cohort_row(target: float, scale: Scale, seed: int) -> Row:
    task = tasks(footfall_at(rho_of(target)))[TaskId("footfall.hour.site")].model_copy(
        update={"lane": "cohort", "minimum_batch": STORES}
    )
    reached, bare = (
        epsilon_lower_bound(*_seen_by_helper(task, TRIALS[scale], seed, noise), CONFIDENCE[scale])
        for noise in (None, silence)
    )
    return Row(
        promise=f"ε ≤ {target:g} for one track in a cohort's sums",
        attack="the helper, who knows its own noise and everybody else, tells whether one track was counted",
        measured=reached,
        bound=target,
        holds=reached <= target,
        control=bare,
        control_fails=bare > target,
        detail=f"ε proved at {CONFIDENCE[scale]:.7g} from 2 × {TRIALS[scale]} cells of {STORES} stores' sums",
    )


def _seen_by_helper(
    task: Task, trials: int, seed: int, noise: Noise | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what is left when the helper takes off what it knows, with the canary and without it."""
    rng = np.random.default_rng(seed)
    length = 2 * trials + 1
    is_there = np.append(np.arange(2 * trials) < trials, False).astype(np.int64)
    stores = [rng.poisson(CROWD, length).astype(np.int64) for _ in range(STORES)]
    counted = [stores[0] + is_there, *stores[1:]]
    shares_of = [
        split(vector, f"store {at}".encode(), secrets.token_bytes) for at, vector in enumerate(counted)
    ]
    seeds = [expand(one, f"store {at}".encode(), length) for at, (_, one) in enumerate(shares_of)]
    gate = Gate(noise)
    own_sum = aggregate(seeds, length)
    own = gate.add_noise(own_sum, task, secrets.token_bytes(32))
    leaders = gate.add_noise(
        aggregate([one.values for one, _ in shares_of], length), task, secrets.token_bytes(32)
    )
    own_noise = (own - own_sum).view(np.int64)
    left = (combine(leaders, own) - own_noise - sum(stores))[:-1].astype(float)
    return left[:trials], left[trials:]


def _cells(seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return an hour of a crowd, and the canary alone: int64 (C,) each, entries in the first cell."""
    length = len(
        plan(tasks(load_bundle())[TaskId("footfall.hour.site")], site(), load_bundle().chain.layout).cells
    )
    crowd = np.random.default_rng(seed).poisson(CROWD, length).astype(np.int64)
    canary = np.zeros(length, dtype=np.int64)
    canary[0] = 1
    return crowd, canary


def _proved(
    bundle: PolicyBundle, crowd: NDArray[np.int64], canary: NDArray[np.int64], scale: Scale, noise: Noise
) -> float:
    trials = TRIALS[scale]
    there = released(bundle, crowd + canary, trials, noise) - crowd
    absent = released(bundle, crowd, trials, noise) - crowd
    return epsilon_lower_bound(
        (there @ canary).astype(float), (absent @ canary).astype(float), CONFIDENCE[scale]
    )


def _all_closed(
    planned: VectorPlan, cells: NDArray[np.int64], backs: range, door: Door, journal: Journal
) -> list[NDArray[np.int64]]:
    with journal.unit():
        return [_closed(planned, cells, back, door, journal) for back in backs]


def _closed(
    planned: VectorPlan, cells: NDArray[np.int64], back: int, door: Door, journal: Journal
) -> NDArray[np.int64]:
    epoch = epoch_of(NOW - timedelta(hours=2 + back), "hour", planned.site.zone_info)
    journal.sums.add(
        OpenSum(planned.task.task_id, epoch, door.policy_hash, planned.layout_hash, cells, 3600.0)
    )
    due = Due(planned, epoch, *bounds(epoch, "hour", planned.site.zone_info))
    outcome = close_epoch(due, door, journal, at_s=NOW.timestamp())
    if isinstance(outcome, Refused):
        raise RuntimeError(f"expected an open door, got {outcome.rule}: {outcome.reason}")
    return outcome.vector[:-1]
