"""What an aggregator publishes is believed under its pinned key only."""

from datetime import UTC, datetime

import httpx
import pytest

from edge_node.errors import UplinkError
from edge_node.uplink.directory import fetch_policies, verify_keys, verify_policy
from policies.errors import PolicyError
from policies.signed_bundle import SignedBundle
from privacy.errors import KeyListError
from tests.support.edge_world import BUNDLE, party, signed_policy

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def test_a_key_list_of_the_pinned_key_is_believed() -> None:
    leader = party("leader")

    keys = verify_keys(leader.signed_keys(NOW), "leader", leader.root.public_key)

    assert keys.role == "leader"


def test_a_key_list_of_another_key_is_not() -> None:
    leader, stranger = party("leader"), party("leader")

    with pytest.raises(KeyListError):
        verify_keys(leader.signed_keys(NOW), "leader", stranger.root.public_key)


def test_something_else_is_no_key_list() -> None:
    with pytest.raises(UplinkError, match="expected the leader's key list"):
        verify_keys(b"{}", "leader", bytes(32))


def test_a_policy_of_the_pinned_key_is_believed() -> None:
    helper = party("helper")

    assert verify_policy(signed_policy(BUNDLE, helper.root), helper.root.public_key).hash == BUNDLE.hash


def test_a_policy_of_another_key_is_not() -> None:
    helper, stranger = party("helper"), party("helper")

    with pytest.raises(PolicyError):
        verify_policy(signed_policy(BUNDLE, helper.root), stranger.root.public_key)


def test_versions_come_as_they_were_published() -> None:
    signed = signed_policy(BUNDLE, party("helper").root)
    client = answering(httpx.Response(200, content=b'{"steps":[' + signed + b"]}"))

    (text,) = fetch_policies(client, "0" * 64)

    assert SignedBundle.model_validate_json(text) == SignedBundle.model_validate_json(signed)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"steps": 1}'], ids=["nothing", "a list", "none", "a number"]
)
def test_what_is_no_list_of_versions_is_no_answer(body: bytes) -> None:
    with pytest.raises(UplinkError, match="versions of the policy"):
        fetch_policies(answering(httpx.Response(200, content=body)), "")


def answering(answer: httpx.Response) -> httpx.Client:
    """Return a client whose every request is answered so."""
    return httpx.Client(base_url="http://127.0.0.1:1", transport=httpx.MockTransport(lambda _: answer))
