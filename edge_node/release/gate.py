"""The one door out of the store: policy, ledger, budget, then noise drawn once, all or nothing.

Steps, in this order: ask the policy; refuse what went through before; refuse what the lane's share does not
cover; draw the noise (site lane) or leave the vector exact for splitting (cohort lane, where leader
and helper each add the full noise); write ledger entry and contribution and delete the exact sum. The caller
holds one unit of work around them, so a kill leaves either the exact sum or the finished contribution.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from edge_node.release.schedule import Due
from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.storage.sums import OpenSum
from policies.engine import Decision, Deny, Request
from privacy import accountant
from privacy.noise import discrete_gaussian
from privacy.proved import ProvedVectors
from privacy.randomness import Noise, Random
from shared.ids import ReportId
from shared.schemas.task import Lane

_REPORT_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Door:
    """What the gate decides by."""

    decide: Callable[[Request], Decision]
    """The policy engine over the bundle held here."""
    policy_hash: bytes
    """Of that bundle: 32 bytes."""
    shares: Mapping[Lane, Fraction]
    """ρ that each lane may spend on one track."""
    total: Fraction
    """ρ that one track may cost in all: every lane, and learning."""
    noise: Noise = discrete_gaussian
    random: Random = secrets.token_bytes
    """Makes report ids."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The epoch stays shut in; its sum is untouched."""

    rule: str
    """The policy's rule, or ``already_released``, ``other_terms``, ``over_budget``."""
    reason: str
    """What was expected and what came."""


def close_epoch(due: Due, door: Door, journal: Journal, *, at_s: float) -> Contribution | Refused:
    """Take one (task, epoch) through the door, or say why not; call inside ``journal.unit()``.

    An epoch without a sum goes through as zeros with coverage 0, noise and price like any other.
    """
    task = due.plan.task
    held = journal.sums.get(task.task_id, due.epoch)
    refused = _refusal(due, door, journal, held)
    if refused is not None:
        return refused
    contribution = Contribution(
        report_id=ReportId(door.random(_REPORT_ID_BYTES)),
        task_id=task.task_id,
        epoch=due.epoch,
        lane=task.lane,
        policy_hash=door.policy_hash,
        layout_hash=due.plan.layout_hash,
        vector=_vector(due, door, held),
        max_per_site=task.max_per_site,
    )
    journal.sums.delete(task.task_id, due.epoch)
    journal.ledger.append(_entry(due, door), at_s)
    journal.contributions.append(contribution)
    return contribution


def _refusal(due: Due, door: Door, journal: Journal, held: OpenSum | None) -> Refused | None:
    task = due.plan.task
    answer = door.decide(Request("release", task.task_id, due.plan.policy_moment(due.epoch)))
    if isinstance(answer, Deny):
        return Refused(answer.rule, answer.reason)
    if answer.task != task or not _is_under_terms(held, due, door):
        return Refused("other_terms", f"{task.task_id} was measured under another policy or layout")
    if journal.ledger.has(task.task_id, due.epoch):
        return Refused("already_released", f"{task.task_id} epoch {due.epoch} has gone through the door")
    return _over_budget(_entry(due, door), door, journal)


def _over_budget(entry: LedgerEntry, door: Door, journal: Journal) -> Refused | None:
    """Charge the tracks of this epoch: what else they have cost stands in the entries that overlap it.

    The lane has its share; and where a policy follows on another that split the total otherwise, both lanes
    and learning together have no more than the total.
    """
    paid = [
        accountant.Entry(other.task_id, other.epoch, other.rho)
        for other in journal.ledger.overlapping(entry.start_s, entry.end_s)
        if other.lane == entry.lane
    ]
    asked = accountant.Entry(entry.task_id, entry.epoch, entry.rho)
    answer = accountant.charge_release(paid, asked, door.shares[entry.lane])
    if isinstance(answer, accountant.Charged):
        answer = accountant.charge_moments(journal.paid(entry.start_s, entry.end_s), entry.span)
    if isinstance(answer, accountant.Refused):
        return Refused(answer.problem.name, answer.problem.detail)
    return None


def _is_under_terms(held: OpenSum | None, due: Due, door: Door) -> bool:
    return held is None or (held.policy_hash, held.layout_hash) == (door.policy_hash, due.plan.layout_hash)


def _vector(due: Due, door: Door, held: OpenSum | None) -> NDArray[np.int64]:
    length = len(due.plan.cells)
    exact = np.zeros(length, dtype=np.int64) if held is None else held.vector
    if due.plan.task.lane == "site":
        exact = exact + door.noise(length, due.plan.task.noise_variance)
    most_s = int((due.end - due.start).total_seconds())
    coverage_s = 0 if held is None else min(int(held.coverage_s), most_s)
    vector = np.append(exact, np.int64(coverage_s))
    most = due.plan.task.max_per_site
    return ProvedVectors(len(vector), most).bounded(vector) if most else vector


def _entry(due: Due, door: Door) -> LedgerEntry:
    task = due.plan.task
    start_s, end_s = int(due.start.timestamp()), int(due.end.timestamp())
    return LedgerEntry(task.task_id, due.epoch, task.lane, task.exact_rho, start_s, end_s, door.total)
