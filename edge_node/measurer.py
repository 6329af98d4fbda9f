"""Where finished tracks are counted: bounded contributions added to the open sum of each task and epoch.

The policy is asked before anything is counted; what it denies leaves no trace. Sums are held in memory and
written to the journal in batches: a kill loses at most the tracks since the last flush, never doubles one.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from edge_node.consent.quiet import loud, touches
from edge_node.erased import ErasedTime, drops
from edge_node.features import coverage, groups
from edge_node.features.arrivals import Arrivals
from edge_node.features.catalog import JOINT
from edge_node.features.measurement import measure
from edge_node.observations import Journey, Track
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import VectorPlan
from policies.engine import Decision, Permit, Request
from shared.epoch import bounds, epoch_of
from shared.ids import TaskId

FLUSH_EVERY = 2_000
"""Tracks that are held in memory before they are written."""

LONGEST_TRACK_S = 1_800.0
"""What happened longer ago than this belongs to a track that has ended: T_max (policies/chain.toml)."""

INTENT = "intent"
"""The metric for which a guess is made, and made only once the policy lets it be counted."""

_log = logging.getLogger(__name__)

_Key = tuple[TaskId, int]


class Measurer:
    """Counts journeys of one site under one policy; implements edge_node.ports.Measurements."""

    def __init__(
        self,
        *,
        plans: Sequence[VectorPlan],
        policy_hash: bytes,
        decide: Callable[[Request], Decision],
        journey_of: Callable[[Track], Journey],
        journal: Journal,
        flush_every: int = FLUSH_EVERY,
    ) -> None:
        self._plans = {plan.task.task_id: plan for plan in plans}
        self._layout_hashes = {task_id: plan.layout_hash for task_id, plan in self._plans.items()}
        self._policy_hash = policy_hash
        self._decide = decide
        self._journey_of = journey_of
        self._journal = journal
        self._expect: Callable[[Track], int | None] = lambda _: None
        self._flush_every = flush_every
        self._open: dict[_Key, NDArray[np.int64]] = {}
        self._coverage_s: dict[_Key, float] = {}
        self._permitted: dict[_Key, bool] = {}
        self._arrivals: dict[_Key, Arrivals] = {}
        self._erased = ErasedTime(journal)
        self._covered_until_s = -np.inf
        self._held = 0

    def guess_with(self, expect: Callable[[Track], int | None]) -> None:
        """Ask this what a track was expected to do next, from now on; until then nobody guesses."""
        self._expect = expect

    def count(self, track: Track) -> tuple[TaskId, ...]:
        """Add the track's bounded contribution to every permitted task; return those it touched."""
        return self.add(self._journey_of(track))

    def add(self, journey: Journey) -> tuple[TaskId, ...]:
        """Add the journey's bounded contribution to every permitted task; return those it touched.

        Its epoch is the one its track was confirmed in, at every level. Who wears an opt-out or a staff
        badge, or was there at a moment that was erased since, is counted nowhere; where a purpose rests on
        consent, so is who wears no panel badge.
        """
        if journey.track.badge is not None or self._erased.holds(journey.track):
            return ()
        touched = []
        confirmed_at = datetime.fromtimestamp(journey.track.confirmed_at_s, UTC)
        for task_id, plan in self._plans.items():
            epoch = epoch_of(confirmed_at, plan.task.level, plan.site.zone_info)
            if _rests(plan, journey) or (plan.panel_only and not journey.track.in_panel):
                continue
            if self._may_record(plan, epoch) and self._touch(journey, plan, epoch):
                touched.append(task_id)
        self._held += 1
        if self._held >= self._flush_every:
            self.flush()
        return tuple(touched)

    def add_all(self, journeys: Iterable[Journey]) -> int:
        """Add every journey, write what is held, and return how many there were."""
        count = 0
        for journey in journeys:
            self.add(journey)
            count += 1
        self.flush(at_end=True)
        return count

    def record_coverage(self, from_s: float, to_s: float) -> None:
        """Record that the site was measured from one Unix second to another, in every task's epochs."""
        self._covered_until_s = max(self._covered_until_s, to_s)
        for plan in self._plans.values():
            for part_s in loud(plan.quiet_minutes, (from_s, to_s), plan.site.zone_info):
                self._cover(plan, *part_s)

    def flush(self, *, at_end: bool = False) -> int:
        """Write what is held to the journal; return how many (task, epoch) sums came too late for theirs.

        Joint counts wait until no track still open can come between those counted, or for the end.
        """
        with self._journal.unit():
            late = [one for one in self.pending(at_end=at_end) if not self._journal.sums.add(one)]
        self.forget()
        tell_late(late)
        return len(late)

    def pending(self, *, at_end: bool = False) -> list[OpenSum]:
        """Return what is held and may be written now; it stays held until it is forgotten.

        Belongs inside the unit of work that writes it: what was erased meanwhile is dropped first.
        """
        self._drop_erased()
        self._settle(np.inf if at_end else self._covered_until_s - LONGEST_TRACK_S)
        if at_end:
            self._arrivals.clear()
        kept = [
            OpenSum(
                task_id=task_id,
                epoch=epoch,
                policy_hash=self._policy_hash,
                layout_hash=self._layout_hashes[task_id],
                vector=vector,
                coverage_s=self._coverage_s.get((task_id, epoch), 0.0),
            )
            for (task_id, epoch), vector in self._open.items()
            if self._may(Request("keep", task_id, self._plans[task_id].policy_moment(epoch)))
        ]
        if len(kept) < len(self._open):
            denied = len(self._open) - len(kept)
            _log.warning("sums that the policy does not permit to keep were dropped", extra={"count": denied})
        return kept

    def forget(self) -> None:
        """Let go of what was pending, once it is written; what is permitted is asked anew."""
        self._open.clear()
        self._coverage_s.clear()
        self._permitted.clear()
        self._held = 0

    def _drop_erased(self) -> None:
        """Forget what is held of epochs in which somebody of an interval erased meanwhile may be counted."""
        for erasure in self._erased.learn():
            for key in {*self._open, *self._arrivals}:
                plan = self._plans[key[0]]
                if drops(erasure, *bounds(key[1], plan.task.level, plan.site.zone_info)):
                    self._open.pop(key, None)
                    self._arrivals.pop(key, None)

    def _cover(self, plan: VectorPlan, from_s: float, to_s: float) -> None:
        for epoch, seconds in coverage.split(from_s, to_s, plan.task.level, plan.site.zone_info):
            if self._may_record(plan, epoch):
                key = (plan.task.task_id, epoch)
                self._sum(key)
                self._coverage_s[key] = self._coverage_s.get(key, 0.0) + seconds

    def _touch(self, journey: Journey, plan: VectorPlan, epoch: int) -> bool:
        """Add the journey to the task's sum or hold it for a joint count; return whether it adds anything."""
        key = (plan.task.task_id, epoch)
        if plan.task.metric in JOINT:
            at_s = groups.moment_of(journey, plan)
            self._sum(key)
            return at_s is not None and self._arrivals.setdefault(key, Arrivals()).add(at_s)
        if plan.task.metric == INTENT and journey.next_action is None:
            journey = replace(journey, next_action=self._expect(journey.track))
        vector = measure(journey, plan)
        self._sum(key)[:] += vector
        return bool(vector.any())

    def _settle(self, until_s: float) -> None:
        """Count the groups that are complete: every track confirmed before until_s has been counted."""
        for (task_id, epoch), arrivals in self._arrivals.items():
            plan = self._plans[task_id]
            is_over = bounds(epoch, plan.task.level, plan.site.zone_info)[1].timestamp() <= until_s
            final = arrivals.settle(np.inf if is_over else until_s)
            if final:
                self._sum((task_id, epoch))[:] += groups.count(final, plan)

    def _sum(self, key: _Key) -> NDArray[np.int64]:
        held = self._open.get(key)
        if held is None:
            held = self._open[key] = np.zeros(len(self._plans[key[0]].cells), dtype=np.int64)
        return held

    def _may_record(self, plan: VectorPlan, epoch: int) -> bool:
        key = (plan.task.task_id, epoch)
        known = self._permitted.get(key)
        if known is None:
            known = self._permitted[key] = self._may(
                Request("record", plan.task.task_id, plan.policy_moment(epoch))
            )
        return known

    def _may(self, request: Request) -> bool:
        """Return whether the policy permits it, under the very task that is measured here."""
        answer = self._decide(request)
        return isinstance(answer, Permit) and answer.task == self._plans[request.task_id].task


def tell_late(late: Sequence[OpenSum]) -> None:
    """Warn of sums that came after their epoch had gone through the door."""
    if late:
        _log.warning("sums that came after their epoch was closed were dropped", extra={"count": len(late)})


def _rests(plan: VectorPlan, journey: Journey) -> bool:
    """True when any moment of the journey lies in the plan's quiet hours: then none of it is counted."""
    t_s = journey.track.t_s
    return touches(plan.quiet_minutes, (float(t_s[0]), float(t_s[-1])), plan.site.zone_info)
