"""Closing as a node does it: what is due goes through the door, sealed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from edge_node.node import Node
from edge_node.release.close import Closed, close_due
from edge_node.release.schedule import Due, due_epochs
from edge_node.storage.journal import Journal
from edge_node.uplink.report import seal_all
from policies.schema import PolicyBundle


def close_out(
    node: Node,
    journal: Journal,
    *,
    begun: datetime,
    until: datetime | None = None,
    unfinished: bool = False,
    entrance: Iterable[str] = (),
) -> Closed:
    """Close every due epoch under the policy it was measured under, and seal it into the outbox.

    Due is everything since ``begun`` that is over at ``until``, by default the moment up to which no track
    can still come; with unfinished also what has only begun: then nothing more can be counted into it.
    Raises: PairingError or KeyListError when no valid key is held: the contributions wait in the journal.
    """
    now = node.clock.now()
    end = until or (now if unfinished else node.complete_until())
    count, refused = 0, Counter[str]()
    for generation in node.generations():
        due = _own(
            due_epochs(generation.plans(entrance), begun=begun, until=end, unfinished=unfinished),
            generation.bundle,
            node,
            journal,
        )
        closed = close_due(journal, due, generation.door(), now=now)
        count += closed.contributions
        refused.update(closed.refused)
    if journal.contributions.first(1):
        seal_all(journal, node.sealer())
    return Closed(count, dict(refused))


def _own(due: Iterable[Due], bundle: PolicyBundle | None, node: Node, journal: Journal) -> Iterator[Due]:
    """Yield what is the bundle's to close: what was counted under it, and what nobody counted in its time."""
    versions = {one.hash: one.chain.version for one in node.bundles}
    for item in due:
        held = journal.sums.get(item.plan.task.task_id, item.epoch)
        owner = _owner(item, node) if held is None else versions.get(held.policy_hash)
        if bundle is not None and bundle.chain.version == (owner or max(versions.values())):
            yield item


def _owner(item: Due, node: Node) -> int | None:
    """Return the version that an epoch without a sum is closed under, None when none was in force.

    In the cohort lane nobody takes it under another than the newest that was in force then: shares under two
    policies cannot be summed.
    """
    start = item.plan.policy_moment(item.epoch)
    bundle = node.in_force(start) if item.plan.task.lane == "cohort" else node.governing(start)
    return None if bundle is None else bundle.chain.version
