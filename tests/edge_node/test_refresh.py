"""A node keeps up, and never goes back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.errors import ClockError, StorageError, UplinkError
from edge_node.node import Node, load_node
from edge_node.pairing import pair
from edge_node.refresh import refresh
from edge_node.storage.files import write_private
from policies.schema import PolicyBundle
from privacy.key_list import key_entry, sign_key_list
from privacy.signing import SigningKey
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, signed_policy, site
from tests.support.fake_aggregator import FakeAggregator
from tests.support.policy_world import Office, after, secret

Chain = dict[Role, FakeAggregator]
Offer = Callable[[Chain], bytes]


SECOND = after(BUNDLE)


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    return pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)


def signed(bundle: PolicyBundle, root: bytes | None = None) -> Offer:
    """Return what the helper, or whoever holds the root key, would publish."""
    return lambda chain: signed_policy(bundle, SigningKey(root) if root else chain["helper"].party.root)


def publish(chain: Chain, bundle: PolicyBundle) -> None:
    chain["helper"].bundle = signed_policy(bundle, chain["helper"].party.root)


def test_a_newer_policy_is_kept_and_the_old_one_too(chain: Chain, node: Node) -> None:
    publish(chain, SECOND)

    renewed = refresh(node)

    assert renewed.bundle == SECOND
    assert renewed.former == (BUNDLE,)
    assert [each.bundle for each in renewed.generations()] == [BUNDLE, SECOND]


REFUSED = {
    "an older one": (SECOND, signed(BUNDLE), "rolled_back"),
    "another of the same version": (BUNDLE, signed(after(BUNDLE, version=1)), "forked"),
    "a step left out": (BUNDLE, signed(after(SECOND)), "broken_chain"),
    "a loosening nobody approved": (BUNDLE, signed(after(BUNDLE, cohort_closes_days=14)), "no_author"),
    "another office's": (BUNDLE, signed(SECOND, secret("another office")), "wrong_key"),
    "none": (BUNDLE, lambda _: b"{}", "unsigned"),
}


@pytest.mark.parametrize(("held", "offered", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_follow_leaves_the_held_policy_in_force(
    chain: Chain,
    node: Node,
    caplog: pytest.LogCaptureFixture,
    held: PolicyBundle,
    offered: Offer,
    rule: str,
) -> None:
    publish(chain, held)
    running = refresh(node)
    chain["helper"].bundle = offered(chain)

    assert refresh(running).bundle == held
    assert [vars(record)["status"] for record in caplog.records if record.levelname == "WARNING"] == [rule]


def test_a_loosening_that_two_approved_is_followed(chain: Chain, node: Node) -> None:
    looser = after(BUNDLE, cohort_closes_days=14)
    office = Office(root=chain["helper"].party.root.to_bytes())
    chain["helper"].bundle = office.published(looser, ["omid", "ines"]).model_dump_json().encode()

    assert refresh(node).bundle == looser


def test_the_same_policy_again_is_nothing_new(chain: Chain, node: Node) -> None:
    assert refresh(node).former == ()


def test_newer_keys_are_kept(chain: Chain, node: Node, clock: FakeClock) -> None:
    clock.advance(86_400)
    chain["leader"].keys = chain["leader"].party.signed_keys(clock.now())

    assert refresh(node).keys["leader"].issued_at == clock.now()


def test_an_older_key_list_is_refused(chain: Chain, node: Node, clock: FakeClock) -> None:
    chain["leader"].keys = chain["leader"].party.signed_keys(clock.now() - timedelta(days=1))

    with pytest.raises(UplinkError, match="got an older one"):
        refresh(node)


@pytest.mark.parametrize("days", [-30, 30], ids=["expired", "not begun"])
def test_a_list_without_a_key_that_is_valid_now_leaves_the_one_held(
    chain: Chain, node: Node, clock: FakeClock, days: int
) -> None:
    helper = chain["helper"].party
    at = clock.now() + timedelta(days=days)
    entry = key_entry(
        helper.hpke.public_key, not_before=at - timedelta(days=1), not_after=at + timedelta(days=1)
    )
    useless = sign_key_list("helper", [entry], issued_at=clock.now(), root=helper.root)
    chain["helper"].keys = useless.model_dump_json().encode()

    with pytest.raises(UplinkError, match="helper that is valid now"):
        refresh(node)
    assert load_node(node.home.root, clock).sealer().keys["helper"] == helper.hpke.public_key


def test_what_is_no_key_list_is_refused(chain: Chain, node: Node) -> None:
    chain["leader"].keys = b"{}"

    with pytest.raises(UplinkError, match="expected the leader's key list"):
        refresh(node)


@pytest.mark.parametrize("hours", [-2400, 2400], ids=["a hundred days ahead", "a hundred days behind"])
def test_a_clock_that_both_say_is_wrong_is_refused(
    chain: Chain, node: Node, clock: FakeClock, hours: int
) -> None:
    for each in chain.values():
        each.says_it_is = clock.now() + timedelta(hours=hours)

    with pytest.raises(ClockError, match="as leader and helper say, got 2026-06-15 12:00 UTC"):
        refresh(node)


@pytest.mark.parametrize(("leader_h", "helper_h"), [(2400, 0), (-5, 5), (0.05, 0.05)], ids=str)
def test_one_aggregator_alone_does_not_stop_a_node(
    chain: Chain, node: Node, clock: FakeClock, leader_h: float, helper_h: float
) -> None:
    chain["leader"].says_it_is = clock.now() + timedelta(hours=leader_h)
    chain["helper"].says_it_is = clock.now() + timedelta(hours=helper_h)

    assert refresh(node).bundle == BUNDLE


def test_versions_missed_are_taken_one_after_the_other(chain: Chain, node: Node) -> None:
    third = after(SECOND, minimum_batch=6)
    chain["helper"].bundle = signed(SECOND)(chain) + b"," + signed(third)(chain)

    renewed = refresh(node)

    assert (renewed.bundle, renewed.former) == (third, (BUNDLE, SECOND))


def test_a_disk_that_fills_half_way_goes_on_from_there(
    chain: Chain, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = after(SECOND, minimum_batch=6)
    chain["helper"].bundle = signed(SECOND)(chain) + b"," + signed(third)(chain)

    def write(path: Path, content: bytes) -> bool:
        if path == node.home.former_policy(SECOND.hash):
            raise StorageError("disk is full")
        return write_private(path, content)

    with monkeypatch.context() as full:
        full.setattr("edge_node.refresh.write_private", write)
        with pytest.raises(StorageError):
            refresh(node)
    held = load_node(node.home.root, node.clock)
    chain["helper"].bundle = signed(third)(chain)

    assert held.bundle == SECOND
    assert refresh(held).bundle == third


def test_an_answer_that_breaks_off_leaves_what_was_held(chain: Chain, node: Node) -> None:
    chain["helper"].bundle = signed(SECOND)(chain)[:-200]

    assert refresh(node).bundle == BUNDLE


def test_a_kill_between_two_writes_keeps_one_version_once(chain: Chain, node: Node, clock: FakeClock) -> None:
    held = node.home.policy.read_bytes()
    write_private(node.home.former_policy(BUNDLE.hash), held)

    assert load_node(node.home.root, clock).former == ()


def test_the_highest_version_that_has_begun_is_in_force(chain: Chain, node: Node, clock: FakeClock) -> None:
    later = clock.now() + timedelta(days=2)
    publish(chain, after(BUNDLE, not_before=later))

    renewed = refresh(node)

    versions = [renewed.in_force(at) for at in (clock.now(), later, later + timedelta(days=9_999))]
    assert [found and found.chain.version for found in versions] == [1, 2, None]
