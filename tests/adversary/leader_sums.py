"""A leader with its database, its keys and changed code against one store's cohort numbers.

It may write anything into its own database, sign any request as the leader, and add up whatever it is given.
`measured` is how many stores' numbers it then knows; the bound is none.
Source: DESIGN §2 and §8; shared/wire/PROTOCOL.md §12, §15 and §16.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, delete
from typing_extensions import override

from aggregator.adopted import Adopted
from aggregator.database import writing
from aggregator.release.gate import Gate
from aggregator.tables import AggregateShareRow, BatchRow, LedgerRow, ReportRow
from aggregator.wish import Wish
from policies.engine import Deny
from privacy.signing import SigningKey
from shared.ids import ReportId
from shared.schemas.task import Task
from shared.wire.problems import Problem
from tests.adversary.leader_world import Battle, Homes, enrol_by_hand, homes
from tests.adversary.row import Row, Scale
from tests.support.vector_world import Edge, fixed_random

VICTIM = 0
TRIES: dict[Scale, int] = {"small": 1, "full": 10}
"""Battles per attack, each with other secrets."""

Attempt = Callable[[Battle], int]
"""Attacks once and returns how many stores' numbers the leader knows then."""


class ObedientGate(Gate):
    """A helper that takes minimum and noise from the leader's request: none and none."""

    @override
    def admit(
        self, session: Session, wish: Wish, adopted: Adopted | None, now: datetime
    ) -> Task | Deny | Problem:
        """Let everything out."""
        assert adopted is not None
        return adopted.tasks[wish.task_id]

    @override
    def add_noise(self, total: NDArray[np.uint64], task: Task, secret: bytes) -> NDArray[np.uint64]:
        """Add nothing."""
        return total


@dataclass(frozen=True, slots=True)
class Assault:
    """One attack, and what it is without the defence."""

    promise: str
    attack: str
    attempt: Attempt
    control: Attempt
    gate: Gate | None = None
    """The gate of the control's helper."""

    def row(self, ground: Homes, tries: int, seed: int) -> Row:
        """Fight it out."""
        known = undefended = 0
        for at in range(tries):
            with ground.battle(seed + at) as battle:
                known += self.attempt(battle)
            with ground.battle(seed + at, self.gate) as battle:
                undefended += self.control(battle)
        return Row(
            promise=self.promise,
            attack=self.attack,
            measured=known / tries,
            bound=0,
            holds=known == 0,
            control=undefended / tries,
            control_fails=undefended == tries,
            detail=f"stores whose numbers the leader knows, mean of {tries} chains of 6",
        )


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row per attack on the sum."""
    with homes() as ground:
        return [assault.row(ground, TRIES[scale], seed) for assault in ASSAULTS]


def with_four_invented(battle: Battle) -> int:
    """Make a batch of one store and four nodes that do not exist, and of fewer."""
    invented = four_invented()
    enrol_by_hand(battle.leader.hub, invented)
    return _single_out(battle, invented)


def believed_by_the_helper(battle: Battle) -> int:
    """The same where the helper enrols whom the leader names."""
    invented = four_invented()
    for hub in (battle.leader.hub, battle.helper.hub):
        enrol_by_hand(hub, invented)
    return _single_out(battle, invented)


def _single_out(battle: Battle, invented: Sequence[Edge]) -> int:
    real = battle.report(battle.world.edges[VICTIM], battle.counted[VICTIM])
    nothing = np.zeros_like(battle.counted[VICTIM])
    batch = [real, *(battle.report(edge, nothing) for edge in invented)]
    return _known(battle, [batch, [real]])


def by_difference(battle: Battle) -> int:
    """Ask for six stores, then for the same without one: again, as another cohort, as another day."""
    return _difference(battle, between=lambda _held: None)


def by_difference_with_a_helper_that_forgets(battle: Battle) -> int:
    """The same where a report may enter two batches: the helper keeps no list of what it has summed."""
    return _difference(battle, between=lambda held: _forget(battle, held))


def _difference(battle: Battle, *, between: Callable[[dict[bytes, bytes]], None]) -> int:
    everybody = battle.report_all()
    held = {row.report_id: row.share for row in battle.helper.rows(ReportRow)}
    whole = battle.total(everybody, battle.ask(everybody))
    between(held)
    rest = everybody[:VICTIM] + everybody[VICTIM + 1 :]
    changes = ({}, {"cohort": "cohort-2"}, {"epoch": battle.name.epoch - 1}, {"task": "dwell.day.cohort"})
    for change in changes:
        part = battle.total(rest, battle.ask(rest, **change))
        if whole is not None and part is not None and battle.knows(VICTIM, whole - part):
            return 1
    return 0


def _forget(battle: Battle, shares: dict[bytes, bytes]) -> None:
    """Put the helper back to before it gave its half out."""
    with writing(battle.helper.hub.engine) as session:
        for table in (AggregateShareRow, LedgerRow):
            session.exec(delete(table))
        for report_id, share in shares.items():
            row = session.get_one(ReportRow, report_id)
            row.share, row.settled_at, row.batch_id = share, None, None
            session.add(row)
        session.flush()
        session.exec(delete(BatchRow))


def with_terms_of_its_own(battle: Battle) -> int:
    """Ask for one store, four stores, and for no noise, in every field one could think of."""
    everybody = battle.report_all()
    wishes = ({}, {"minimum_batch": 1}, {"sigma": 0}, {"rho": "1000000"}, {"noise_variance": "0"})
    for some in (everybody[:1], everybody[:4]):
        for wish in wishes:
            if battle.knows(VICTIM, battle.total(some, battle.ask(some, **wish))):
                return 1
    return 0


def _known(battle: Battle, batches: Sequence[Sequence[ReportId]]) -> int:
    """Return 1 when any batch, all but the victim being zero, gives the victim's numbers away."""
    estimates = [battle.total(batch, battle.ask(batch)) for batch in batches]
    estimates.append(battle.own_sum(batches[-1]).view(np.int64))
    return int(any(battle.knows(VICTIM, estimate) for estimate in estimates))


def four_invented() -> list[Edge]:
    """Return nodes that exist in the leader's imagination, with keys that it holds."""
    names = [f"invented {number}" for number in range(4)]
    return [Edge(name, SigningKey.generate(fixed_random(name)), f"site-{name}") for name in names]


ASSAULTS = (
    Assault(
        promise="a store counts towards five only when the helper has enrolled it",
        attack="leader invents four edges around one store",
        attempt=with_four_invented,
        control=believed_by_the_helper,
    ),
    Assault(
        promise="a report enters one batch of one cohort, once",
        attack="leader asks for six stores, then for five of them: again, as another cohort, day and task",
        attempt=by_difference,
        control=by_difference_with_a_helper_that_forgets,
    ),
    Assault(
        promise="minimum and noise come from the signed policy",
        attack="leader asks for one and for four stores, with minimum, σ, ρ and variance of its own",
        attempt=with_terms_of_its_own,
        control=with_terms_of_its_own,
        gate=ObedientGate(),
    ),
)
