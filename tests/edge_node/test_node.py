"""A node is read from its home, verified again, and does nothing it has no permission for."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.begun import note_begun
from edge_node.close import close_out
from edge_node.errors import ClockError, PairingError, StorageError
from edge_node.node import Node, load_node
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from policies.engine import Deny, Permit, Request
from policies.errors import SignatureError
from privacy.errors import KeyListError
from shared.ids import TaskId
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, paired_node, party, signed_policy, taken_up
from tests.support.policy_world import after

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
REQUEST = Request("record", TaskId("footfall.hour.site"), NOW)


@pytest.fixture
def node(tmp_path: Path, clock: FakeClock) -> Node:
    return paired_node(tmp_path, clock)[0]


def test_it_permits_what_the_policy_permits(node: Node) -> None:
    assert isinstance(node.decide(REQUEST), Permit)


def test_its_door_has_the_shares_of_the_policy(node: Node) -> None:
    door = node.door()

    assert {lane: str(share) for lane, share in door.shares.items()} == {"site": "39/200", "cohort": "1/40"}
    assert door.policy_hash == BUNDLE.hash


def test_it_plans_every_task_of_the_policy(node: Node) -> None:
    assert {plan.task.task_id for plan in node.plans()} == set(node.tasks)


def test_epochs_are_complete_once_the_longest_track_has_ended(node: Node) -> None:
    assert node.complete_until() == NOW - timedelta(minutes=31)


def test_it_knows_every_policy_it_holds_the_one_in_force_last(node: Node) -> None:
    former = BUNDLE.model_copy(update={"packs": ()})

    assert replace(node, former=(former,)).bundles == (former, BUNDLE)
    assert replace(node, bundle=None).bundles == ()


def test_without_a_bundle_it_does_nothing(node: Node, clock: FakeClock) -> None:
    node.home.policy.unlink()

    bare = load_node(node.home.root, clock)

    assert isinstance(bare.decide(REQUEST), Deny)
    assert not bare.plans()
    assert not bare.tasks
    assert not any(bare.door().shares.values())


def test_a_bundle_changed_on_disk_is_not_believed(node: Node, clock: FakeClock) -> None:
    write_private(node.home.policy, signed_policy(BUNDLE, party("helper").root))

    with pytest.raises(SignatureError):
        load_node(node.home.root, clock)


def test_without_keys_nothing_is_sealed(node: Node, clock: FakeClock) -> None:
    node.home.key_list("helper").unlink()

    with pytest.raises(PairingError, match="none of the helper"):
        load_node(node.home.root, clock).sealer()


def test_past_the_last_key_nothing_is_sealed(node: Node, clock: FakeClock) -> None:
    clock.advance(40 * 86_400)

    with pytest.raises(KeyListError):
        node.sealer()


@pytest.mark.parametrize("missing", ["device_key", "pairing", "layout"])
def test_an_unpaired_home_is_no_node(node: Node, clock: FakeClock, missing: str) -> None:
    getattr(node.home, missing).unlink()

    with pytest.raises(PairingError, match="shoal edge pair"):
        load_node(node.home.root, clock)


def test_another_device_key_is_noticed(node: Node, clock: FakeClock) -> None:
    node.home.device_key.write_bytes(bytes(32))

    with pytest.raises(PairingError, match="not the one that was enrolled"):
        load_node(node.home.root, clock)


def test_a_node_that_was_never_enrolled_has_no_peer(node: Node) -> None:
    alone = node.pairing.model_copy(update={"leader": None})

    with pytest.raises(PairingError, match="has not enrolled"):
        Node(Home(node.home.root), node.device_key, alone, node.layout, node.clock).peer("leader")


def test_a_journal_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    node, _ = paired_node(tmp_path, FakeClock())
    node.open_journal().close()
    note_begun(node.home, FakeClock().now())
    node.home.journal.unlink()

    with pytest.raises(StorageError, match="which holds what this node has spent"):
        node.open_journal()


def test_a_clock_before_the_last_closing_is_refused(node: Node, clock: FakeClock) -> None:
    with closing(node.open_journal()) as journal:
        clock.advance(3 * 86_400)
        close_out(node, journal, begun=NOW)
        clock.advance(-2 * 86_400)

        with pytest.raises(ClockError, match="when this node last closed an epoch"):
            node.check_clock(journal)


def test_at_present_it_has_the_policy_that_has_begun_alone(tmp_path: Path, clock: FakeClock) -> None:
    node, parties = paired_node(tmp_path, clock)
    later = taken_up(node, after(BUNDLE, not_before=NOW + timedelta(days=1)), parties["helper"])

    present = later.at_present()

    assert (present.bundle, present.former) == (BUNDLE, ())
    assert later.cut_s == present.cut_s
