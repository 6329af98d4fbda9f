"""Refuse first, then spend: whether one more release fits what a door may cost one track.

A track belongs to exactly one epoch of each task, so epochs of a task compose in parallel and tasks compose
by adding their ρ (Bun and Steinke 2016, Lemma 2.3). All arithmetic is exact.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.ids import TaskId
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger: a release that has been paid for."""

    task_id: TaskId
    epoch: int
    rho: Fraction
    """Its zCDP price."""


@dataclass(frozen=True, slots=True)
class Charged:
    """The release may go ahead once the new total has been written down."""

    spent: Fraction
    """ρ spent with this release included; at most the share."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The release may not go ahead; nothing was spent."""

    problem: Problem
    """``over_budget`` with the three figures."""


@dataclass(frozen=True, slots=True)
class Span:
    """A price that every track confirmed within a stretch of time has paid."""

    start_s: int
    """Unix seconds: first moment."""
    end_s: int
    """Unix seconds: first moment after it, later than the first."""
    rho: Fraction
    total: Fraction
    """The most that these tracks may pay in all, as the policy says under which they pay this."""


def charge(spent: Fraction, price: Fraction, share: Fraction) -> Charged | Refused:
    """Return the new total if it fits the door's share, else a refusal.

    Raises: ValueError for a price that is not positive: nothing leaves for free.
    """
    if price <= 0 or spent < 0:
        raise ValueError(f"expected a positive price and nothing owed, got {price} and {spent}")
    total = spent + price
    if total > share:
        return Refused(Problem("over_budget", f"expected at most rho {share}, got {spent} + {price}"))
    return Charged(total)


def charge_release(ledger: Iterable[Entry], entry: Entry, share: Fraction) -> Charged | Refused:
    """Return what the dearest track would have paid with the entry included, if it fits the share.

    ``spent`` of the answer is worst_track over the ledger and the entry; a ledger already over its share
    permits nothing.
    """
    if entry.rho <= 0:
        raise ValueError(f"expected a positive price, got {entry.rho}")
    before = tuple(ledger)
    total = worst_track((*before, entry))
    if total > share:
        detail = f"expected at most rho {share} per track, got {total} with {entry.task_id}"
        return Refused(Problem("over_budget", detail))
    return Charged(total)


def worst_track(ledger: Iterable[Entry]) -> Fraction:
    """Return the ρ that the ledger can have cost one track: per task its dearest epoch, added over tasks."""
    per_epoch: dict[tuple[TaskId, int], Fraction] = {}
    for entry in ledger:
        key = (entry.task_id, entry.epoch)
        per_epoch[key] = per_epoch.get(key, Fraction(0)) + entry.rho
    per_task: dict[TaskId, Fraction] = {}
    for (task_id, _), rho in per_epoch.items():
        per_task[task_id] = max(per_task.get(task_id, Fraction(0)), rho)
    return sum(per_task.values(), Fraction(0))


def charge_moments(paid: Iterable[Span], asked: Span) -> Charged | Refused:
    """Return what the dearest track within the asked stretch will have paid, if no total is exceeded.

    A track is confirmed at one moment and pays for every span around it, whatever door, lane or policy that
    was; where their policies name different totals, the smallest holds.
    """
    if asked.rho <= 0 or asked.start_s >= asked.end_s:
        raise ValueError(f"expected a positive price for a stretch of time, got {asked}")
    around = [
        replace(span, start_s=max(span.start_s, asked.start_s))
        for span in paid
        if span.start_s < asked.end_s and span.end_s > asked.start_s
    ]
    most = asked.rho
    for spent, total in _moments((*around, asked)):
        if spent > total:
            detail = f"expected at most rho {total} per track over all lanes and learning, got {spent}"
            return Refused(Problem("over_budget", detail))
        most = max(most, spent)
    return Charged(most)


def _moments(spans: Iterable[Span]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield, for each moment at which a price begins, what is paid then and the smallest total that holds."""
    begins = sorted(spans, key=lambda span: span.start_s)
    ends = sorted(begins, key=lambda span: span.end_s)
    spent, totals, ended = Fraction(0), Counter[Fraction](), 0
    for place, span in enumerate(begins):
        while ends[ended].end_s <= span.start_s:
            spent -= ends[ended].rho
            totals[ends[ended].total] -= 1
            ended += 1
        spent += span.rho
        totals[span.total] += 1
        if place + 1 == len(begins) or begins[place + 1].start_s > span.start_s:
            yield spent, min(total for total, count in totals.items() if count)
