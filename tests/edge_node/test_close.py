"""Closing as a node does it, under the policy each epoch was measured under."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from edge_node.close import close_out
from edge_node.errors import PairingError
from edge_node.node import Node, load_node
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import VectorPlan
from policies.schema import PolicyBundle
from shared.epoch import epoch_of
from shared.ids import TaskId
from shared.wire.codec import Role, decode_envelope, decode_header
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, Party, paired_node, taken_up
from tests.support.policy_world import after

SECOND = after(BUNDLE)
WEEK = TaskId("heatmap.week.site")
HOURLY = 3
"""Hourly tasks of the shipped policy: footfall, occupancy and queue length."""


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> tuple[Node, dict[Role, Party]]:
    return paired_node(tmp_path, clock)


@pytest.fixture
def node(world: tuple[Node, dict[Role, Party]]) -> Node:
    return world[0]


@pytest.fixture
def journal(node: Node) -> Journal:
    return node.open_journal()


def planned(node: Node, task_id: TaskId) -> VectorPlan:
    return next(plan for plan in node.plans() if plan.task.task_id == task_id)


def test_what_is_over_is_closed_and_sealed(node: Node, journal: Journal, clock: FakeClock) -> None:
    closed = close_out(node, journal, begun=clock.now() - timedelta(hours=5))

    assert closed.contributions == 4 * HOURLY  # the last of five hours has its half hour of grace
    assert journal.sealed.depth() == 4 * HOURLY


def test_an_hour_stays_open_while_a_track_may_still_come(
    node: Node, journal: Journal, clock: FakeClock
) -> None:
    begun = clock.now() - timedelta(minutes=59)

    assert close_out(node, journal, begun=begun).contributions == 0
    clock.advance(31 * 60)
    assert close_out(node, journal, begun=begun).contributions == HOURLY


def test_a_close_out_takes_what_has_only_begun(node: Node, journal: Journal, clock: FakeClock) -> None:
    closed = close_out(node, journal, begun=clock.now() - timedelta(minutes=59), unfinished=True)

    assert closed.contributions == len(node.tasks)  # the clock stands on the hour: one epoch per task


def test_without_keys_contributions_wait(node: Node, journal: Journal, clock: FakeClock) -> None:
    node.home.key_list("leader").unlink()
    keyless = load_node(node.home.root, clock)

    with pytest.raises(PairingError):
        close_out(keyless, journal, begun=clock.now() - timedelta(hours=5))
    assert len(journal.contributions.first(99)) == 4 * HOURLY
    close_out(node, journal, begun=clock.now() - timedelta(hours=5))
    assert journal.sealed.depth() == 4 * HOURLY


def renewed(world: tuple[Node, dict[Role, Party]], newer: PolicyBundle) -> Node:
    node, parties = world
    return taken_up(node, newer, parties["helper"])


def sealed_under(journal: Journal) -> dict[tuple[str, int], bytes]:
    """Return by task and epoch under which policy it was sealed."""
    headers = [decode_header(decode_envelope(body).header) for _, _, body in journal.outbox()]
    return {(header.task_id, header.epoch): header.policy_hash for header in headers}


def test_an_epoch_begun_under_a_replaced_policy_is_closed_under_it(
    world: tuple[Node, dict[Role, Party]], journal: Journal, clock: FakeClock
) -> None:
    node = world[0]
    plan = planned(node, WEEK)
    begun = clock.now() - timedelta(days=7)
    epoch = epoch_of(begun, "week", node.layout.zone_info)
    zeros = np.zeros(len(plan.cells), dtype=np.int64)
    journal.add([OpenSum(WEEK, epoch, BUNDLE.hash, plan.layout_hash, zeros, 0.0)])

    close_out(renewed(world, SECOND), journal, begun=begun)

    assert sealed_under(journal)[WEEK, epoch] == BUNDLE.hash


def test_an_empty_epoch_is_closed_under_what_its_judges_will_take(
    world: tuple[Node, dict[Role, Party]], journal: Journal, clock: FakeClock
) -> None:
    node = renewed(world, SECOND)
    began = clock.now() - timedelta(days=2)
    clock.advance(2 * 86_400)

    close_out(node, journal, begun=began)

    under = sealed_under(journal)
    hours = {
        epoch: under["footfall.hour.site", epoch] for task, epoch in under if task == "footfall.hour.site"
    }
    taken = (clock.now() - timedelta(days=2)).timestamp() / 3_600
    assert {policy for epoch, policy in hours.items() if epoch < taken} == {BUNDLE.hash}
    assert {policy for epoch, policy in hours.items() if epoch >= taken} == {SECOND.hash}
    assert {policy for (task, _), policy in under.items() if task.endswith(".cohort")} == {SECOND.hash}


def test_a_version_that_begins_later_closes_nothing_earlier(
    world: tuple[Node, dict[Role, Party]], journal: Journal, clock: FakeClock
) -> None:
    later = after(BUNDLE, not_before=clock.now() + timedelta(days=1))
    node = renewed(world, later)

    closed = close_out(node, journal, begun=clock.now() - timedelta(hours=5))

    assert closed.refused == {}
    assert set(sealed_under(journal).values()) == {BUNDLE.hash}


def test_a_version_replaced_long_ago_is_asked_no_more(
    world: tuple[Node, dict[Role, Party]], clock: FakeClock
) -> None:
    node = renewed(world, SECOND)

    versions = []
    for days in (0, 41, 2):
        clock.advance(days * 86_400)
        versions.append([each.bundle.chain.version for each in node.generations() if each.bundle])

    assert versions == [[1, 2], [1, 2], [2]]
