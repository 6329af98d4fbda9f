"""A node says under which version it measures, once to each, and until each has heard."""

from pathlib import Path

import pytest

from edge_node.confirming import RunningPolicy, confirm, note_running
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.refresh import refresh
from edge_node.storage.documents import load
from privacy.signing import verify
from shared.schemas.confirmation import SignedConfirmation
from shared.schemas.layout import canonical_json
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, signed_policy, site
from tests.support.fake_aggregator import FakeAggregator
from tests.support.policy_world import after

Chain = dict[Role, FakeAggregator]


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    return pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)


def heard(chain: Chain, role: Role) -> list[SignedConfirmation]:
    return [SignedConfirmation.model_validate_json(body) for body in chain[role].confirmations]


def test_pairing_is_not_measuring(chain: Chain, node: Node) -> None:
    assert heard(chain, "leader") == []
    assert not node.home.running_policy.exists()


def test_both_hear_which_version_since_when(chain: Chain, node: Node, clock: FakeClock) -> None:
    confirm(node)

    for role in chain:
        (signed,) = heard(chain, role)
        said = signed.confirmation
        message, signature = canonical_json(said), bytes.fromhex(signed.signature)
        assert (said.edge_id, said.policy_hash, said.version) == (node.pairing.edge_id, BUNDLE.hash.hex(), 1)
        assert said.measuring_since == clock.now()
        assert verify(node.device_key.public_key, "shoal/1 confirmation", message, signature)


def test_what_was_acknowledged_is_not_said_again(chain: Chain, node: Node) -> None:
    confirm(node)
    confirm(node)

    assert [len(heard(chain, role)) for role in chain] == [1, 1]


def test_who_did_not_hear_hears_it_later_and_since_when_it_was(
    chain: Chain, node: Node, clock: FakeClock
) -> None:
    began = clock.now()
    chain["leader"].refuses_confirmations = True
    confirm(node)
    clock.advance(3_600)
    chain["leader"].refuses_confirmations = False
    confirm(node)

    assert [len(heard(chain, role)) for role in ("leader", "helper")] == [1, 1]
    assert heard(chain, "leader")[0].confirmation.measuring_since == began


def test_a_new_version_is_confirmed_anew(chain: Chain, node: Node, clock: FakeClock) -> None:
    confirm(node)
    chain["helper"].bundle = signed_policy(after(BUNDLE), chain["helper"].party.root)
    clock.advance(60)

    confirm(refresh(node))

    said = [(one.confirmation.version, one.confirmation.measuring_since) for one in heard(chain, "leader")]
    assert [version for version, _ in said] == [1, 2]
    assert said[1][1] == clock.now()


def test_a_version_that_has_not_begun_is_not_confirmed(chain: Chain, node: Node, clock: FakeClock) -> None:
    later = after(BUNDLE, not_before=clock.now().replace(day=20))
    chain["helper"].bundle = signed_policy(later, chain["helper"].party.root)
    renewed = refresh(node)

    confirm(renewed)
    clock.advance(6 * 86_400)
    confirm(renewed)

    assert [one.confirmation.version for one in heard(chain, "leader")] == [1, 2]


def test_nothing_in_force_is_nothing_to_say(chain: Chain, node: Node, clock: FakeClock) -> None:
    clock.advance(3 * 366 * 86_400)

    confirm(node)

    assert heard(chain, "leader") == []


def test_since_when_survives_a_restart(node: Node, clock: FakeClock) -> None:
    first = note_running(node.home, BUNDLE, clock.now())
    clock.advance(60)

    assert note_running(node.home, BUNDLE, clock.now()) == first
    assert load(node.home.running_policy, RunningPolicy) == first
