"""A node keeps up, and never goes back."""

from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.errors import ClockError, UplinkError
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.refresh import refresh
from policies.errors import SignatureError
from policies.schema import PolicyBundle
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, signed_policy, site
from tests.support.fake_aggregator import FakeAggregator

Chain = dict[Role, FakeAggregator]


def version(number: int) -> PolicyBundle:
    return BUNDLE.model_copy(update={"chain": BUNDLE.chain.model_copy(update={"version": number})})


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    return pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)


def publish(chain: Chain, bundle: PolicyBundle) -> None:
    chain["helper"].bundle = signed_policy(bundle, chain["helper"].party.root)


def test_a_newer_policy_is_kept_and_the_old_one_too(chain: Chain, node: Node) -> None:
    publish(chain, version(2))

    renewed = refresh(node)

    assert renewed.bundle == version(2)
    assert renewed.former == (BUNDLE,)
    assert [each.bundle for each in renewed.generations()] == [BUNDLE, version(2)]


def test_an_older_policy_is_refused(chain: Chain, node: Node) -> None:
    publish(chain, version(2))
    renewed = refresh(node)
    publish(chain, version(1))

    with pytest.raises(SignatureError, match="version 2 or later, got 1"):
        refresh(renewed)


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
