"""From one version of the policy to the next while measuring: an epoch is counted under what governs it.

An epoch that began under a version ends under it; the next one begins under its successor. What the version
in force now no longer permits stops at once, under whichever version it was begun; a version that has ended
permits nothing.
Source: shared/wire/PROTOCOL.md §14.5.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from edge_node.measurer import FLUSH_EVERY, Measurer, tell_late
from edge_node.node import Node
from edge_node.observations import Journey, Track
from edge_node.storage.journal import Journal
from policies.engine import Decision, Deny, Request, decide, deny
from policies.schema import PolicyBundle
from shared.ids import TaskId

Decide = Callable[[Request], Decision]
MakeMeasurer = Callable[[Node, Decide], Measurer]
"""Makes what counts under the bundle of one generation; without a bundle it counts nothing."""


class Succession:
    """Counts one site's journeys under whatever policies its node holds; implements ports.Measurements."""

    def __init__(
        self, node: Node, journal: Journal, make: MakeMeasurer, *, flush_every: int = FLUSH_EVERY
    ) -> None:
        self._node = node
        self._journal = journal
        self._make = make
        self._flush_every = flush_every
        self._measurers: dict[int, Measurer] = {}
        self._held = 0
        self.follow(node)

    def follow(self, node: Node) -> None:
        """Count under what the node holds from now on."""
        self._node = node
        for generation in node.generations():
            bundle = generation.bundle
            if bundle is not None and bundle.chain.version not in self._measurers:
                decide_ = partial(self._decide, bundle)
                self._measurers[bundle.chain.version] = self._make(generation, decide_)

    def count(self, track: Track) -> tuple[TaskId, ...]:
        """Add the track's bounded contribution to every permitted task; return those it touched."""
        touched = [task for measurer in self._measurers.values() for task in measurer.count(track)]
        self._flush_when_full()
        return tuple(touched)

    def add(self, journey: Journey) -> tuple[TaskId, ...]:
        """Add the journey's bounded contribution to every permitted task; return those it touched."""
        touched = [task for measurer in self._measurers.values() for task in measurer.add(journey)]
        self._flush_when_full()
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
        for measurer in self._measurers.values():
            measurer.record_coverage(from_s, to_s)

    def flush(self, *, at_end: bool = False) -> int:
        """Write what is held under every version in one unit; return how many sums came too late."""
        with self._journal.unit():
            pending = [one for each in self._measurers.values() for one in each.pending(at_end=at_end)]
            late = [addition for addition in pending if not self._journal.sums.add(addition)]
        for measurer in self._measurers.values():
            measurer.forget()
        self._held = 0
        tell_late(late)
        return len(late)

    def _flush_when_full(self) -> None:
        self._held += 1
        if self._held >= self._flush_every:
            self.flush()

    def _decide(self, bundle: PolicyBundle, request: Request) -> Decision:
        """Permit what the bundle does in the epochs it governs; to record, the one in force must too."""
        governing, now = self._node.governing(request.data_from), self._node.clock.now()
        if governing is None or governing.chain.version != bundle.chain.version:
            return deny("not_in_force", f"version {bundle.chain.version} does not govern that epoch")
        answer = decide(request, bundle, now)
        if isinstance(answer, Deny) or request.action != "record":
            return answer
        still = decide(replace(request, data_from=now), self._node.in_force(now), now)
        return still if isinstance(still, Deny) else answer
