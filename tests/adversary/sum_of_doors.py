"""One total per track, whatever policy follows on whatever other: can any order of doors cost a track more?

The attacker writes the policies: random ones that each spend their whole budget, with metrics moved between
the lanes by packs and shares moved between lanes and learning, one replaced by the next in the middle of a
week. A store's own door then closes every epoch of every task under the policy it was measured under, and
rounds of learning spend their whole share twice a day, before or after that. What the dearest track has paid
is added up anew, moment by moment, from what has left. The control has doors that look at no ledger.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import numpy as np

from edge_node.release.gate import Door, close_epoch
from edge_node.release.schedule import Due, due_epochs
from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import PaidRound
from edge_node.vector_plan import plans
from policies.engine import decide
from policies.schema import BudgetShares, PolicyBundle
from policies.tasks import shares, tasks
from privacy.accountant import Charged
from shared.epoch import Level
from shared.ids import TaskId
from shared.metrics import WITHOUT_COHORT_FORM
from shared.schemas.task import Lane
from tests.adversary.row import Row, Scale
from tests.support.edge_world import site
from tests.support.hub_world import silence
from tests.support.packs import SHIPPED, pack, rule, under

TIMELINES: dict[Scale, int] = {"small": 4, "full": 60}
BEGUN = datetime(2026, 6, 1, tzinfo=UTC)
"""A Monday."""
WEEK = timedelta(days=7)
NEXT_ROUND = timedelta(hours=12)
LIFE = timedelta(hours=73)
"""So long may a window be learnt from: the shipped 72 hours, and an hour in which a sweep comes."""
LEVELS: tuple[Level, ...] = get_args(Level)
MOVABLE = tuple(
    each.name
    for document in SHIPPED.documents
    for each in document.metrics
    if each.name not in WITHOUT_COHORT_FORM
)
ENDLESS: dict[Lane, Fraction] = {"site": Fraction(10**6), "cohort": Fraction(10**6)}


@dataclass(frozen=True, slots=True)
class Paid:
    """A price that every track confirmed within a stretch of time has paid; the attacker's own books."""

    start_s: int
    end_s: int
    rho: Fraction


@dataclass(frozen=True, slots=True)
class Reign:
    """A policy and the time its epochs begin in."""

    bundle: PolicyBundle
    first: datetime
    last: datetime
    """First moment after it."""
    learns_first: bool
    """True when its rounds are over before its epochs are closed, as after days without a network."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the one row: what the dearest track has paid, as a share of its total."""
    rng = np.random.default_rng(seed)
    timelines = [timeline(rng) for _ in range(TIMELINES[scale])]
    paid = max(dearest_share(reigns, is_guarded=True) for reigns in timelines)
    unguarded = max(dearest_share(reigns, is_guarded=False) for reigns in timelines)
    return [
        Row(
            promise="one total per track over lanes, levels, metrics and learning",
            attack="policies that spend all they may follow each other; metrics change lanes, shares doors",
            measured=paid,
            bound=1.0,
            holds=paid <= 1,
            control=unguarded,
            control_fails=unguarded > 1,
            detail=f"the dearest track's ρ over its total, {len(timelines)} random timelines of two weeks",
        )
    ]


def timeline(rng: np.random.Generator) -> list[Reign]:
    """Return two or three policies, each replaced by the next at some hour of two weeks."""
    changes = sorted(
        int(hour) for hour in rng.choice(np.arange(1, 14 * 24), size=rng.integers(1, 3), replace=False)
    )
    moments = [BEGUN, *(BEGUN + timedelta(hours=hour) for hour in changes), BEGUN + 2 * WEEK]
    return [
        Reign(greedy(rng, version), first, last, learns_first=bool(rng.random() < 0.5))
        for version, (first, last) in enumerate(pairwise(moments), start=1)
    ]


def greedy(rng: np.random.Generator, version: int) -> PolicyBundle:
    """Return a policy of the same total in which every metric is paid for, some of them moved by a pack."""
    names = [rule.name for document in SHIPPED.documents for rule in document.metrics]
    parts = rng.integers(1, 50, len(names))
    budget = split_budget(rng)
    site_share = Fraction(budget.site)
    price = {name: site_share * int(part) / int(parts.sum()) for name, part in zip(names, parts, strict=True)}
    favourite, moves = LEVELS[rng.integers(3)], rng.random()
    documents = tuple(
        document.model_copy(
            update={
                "metrics": tuple(
                    each.model_copy(update={"rho": _split(price[each.name], favourite, rng)})
                    for each in document.metrics
                )
            }
        )
        for document in SHIPPED.documents
    )
    moved = [name for name in MOVABLE if rng.random() < moves]
    chain = SHIPPED.chain.model_copy(update={"version": version, "budget": budget})
    bundle = SHIPPED.model_copy(update={"documents": documents, "chain": chain})
    return under(pack(rule("cohort_only", metrics=tuple(moved))), bundle=bundle) if moved else bundle


def split_budget(rng: np.random.Generator) -> BudgetShares:
    """Return the shipped total, at random between site and learning; the cohort lane keeps its share."""
    shipped = SHIPPED.chain.budget
    free = Fraction(shipped.total) - Fraction(shipped.cohort)
    learn = free * int(rng.integers(1, 10)) / 10
    return BudgetShares(total=shipped.total, site=str(free - learn), cohort=shipped.cohort, learn=str(learn))


def dearest_share(reigns: Sequence[Reign], *, is_guarded: bool) -> float:
    """Return what the dearest track paid at the store's door and for learning, over its total."""
    learnt: list[Paid] = []
    with TemporaryDirectory() as folder, closing(Journal(Path(folder) / "journal.sqlite3")) as journal:
        for reign in reigns:
            if reign.learns_first:
                learnt += _learn_all(reign, journal, is_guarded=is_guarded)
            _close_all(reign, journal, is_guarded=is_guarded)
            if not reign.learns_first:
                learnt += _learn_all(reign, journal, is_guarded=is_guarded)
        left = [Paid(one.start_s, one.end_s, one.rho) for one in journal.ledger.all()]
    return float(dearest((*left, *learnt)) / Fraction(SHIPPED.chain.budget.total))


def dearest(left: Iterable[Paid]) -> Fraction:
    """Return the most that a track confirmed at one moment can have paid: it is in everything around it."""
    entries = tuple(left)
    moments = {entry.start_s for entry in entries}
    return max(
        sum((entry.rho for entry in entries if entry.start_s <= at < entry.end_s), Fraction(0))
        for at in moments
    )


def _split(price: Fraction, favourite: Level, rng: np.random.Generator) -> dict[Level, str]:
    """Return the price at the policy's favourite level, one time in four spread over it and the others."""
    chosen = LEVELS if rng.random() < 0.25 else (favourite,)
    return {level: str(price / len(chosen)) for level in chosen}


def _close_all(reign: Reign, journal: Journal, *, is_guarded: bool) -> None:
    bundle = reign.bundle
    door = Door(
        decide=lambda request: decide(request, bundle, BEGUN + 2 * WEEK),
        policy_hash=bundle.hash,
        shares=shares(bundle) if is_guarded else ENDLESS,
        total=bundle.chain.budget.exact_total if is_guarded else ENDLESS["site"],
        noise=silence,
    )
    with journal.unit():
        for due in _own(reign):
            close_epoch(due, door, journal, at_s=reign.last.timestamp())


def _learn_all(reign: Reign, journal: Journal, *, is_guarded: bool) -> list[Paid]:
    """Ask for a round that spends the whole share twice a day; return what was paid, by which tracks."""
    rho = Fraction(reign.bundle.chain.budget.learn)
    paid, at = [], reign.first + NEXT_ROUND
    while at < reign.last:
        since_s, at_s = int((at - LIFE).timestamp()), int(at.timestamp())
        total = reign.bundle.chain.budget.exact_total if is_guarded else ENDLESS["site"]
        asked = PaidRound(TaskId("learn.intent"), at_s, b"told", rho, since_s, at_s, total)
        with journal.unit():
            answer = journal.charge_round(asked, share=rho if is_guarded else total)
        if isinstance(answer, Charged):
            paid.append(Paid(since_s, at_s, rho))
        at += NEXT_ROUND
    return paid


def _own(reign: Reign) -> Iterator[Due]:
    """Yield the epochs that begin in the reign; of hours those a day around its ends, where policies meet."""
    found = plans(tasks(reign.bundle).values(), site(), reign.bundle.chain.layout)
    near = timedelta(days=1)
    for due in due_epochs(found, begun=BEGUN, until=BEGUN + 2 * WEEK):
        is_near = due.start < reign.first + near or due.start >= reign.last - near
        if reign.first <= due.start < reign.last and (is_near or due.plan.task.level != "hour"):
            yield due
