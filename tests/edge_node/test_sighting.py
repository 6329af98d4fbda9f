"""A node keeps the longest checkpoint of the helper's log that it can believe, and brings it back."""

import logging
from pathlib import Path

import pytest

from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.sighting import see_log
from privacy.signing import SigningKey, verify
from privacy.transparency.checkpoints import Checkpoint, log_name, read_checkpoint, sign_checkpoint
from shared.schemas.layout import canonical_json
from shared.schemas.sighting import SignedSighting
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import site
from tests.support.fake_aggregator import FakeAggregator
from tests.support.vector_world import fixed_random

Chain = dict[Role, FakeAggregator]


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    return pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)


def said(chain: Chain) -> list[SignedSighting]:
    return [SignedSighting.model_validate_json(body) for body in chain["helper"].sightings]


def held(node: Node) -> int:
    """Return the size of the log in the checkpoint held; 0 for none."""
    file = node.home.helper_log
    return read_checkpoint(file.read_text())[0].size if file.is_file() else 0


def test_what_was_answered_is_brought_back_signed(chain: Chain, node: Node, clock: FakeClock) -> None:
    see_log(node)
    see_log(node)

    first, second = said(chain)
    assert (first.sighting.checkpoint, second.sighting.checkpoint) == ("", node.home.helper_log.read_text())
    assert (second.sighting.edge_id, second.sighting.at) == (node.pairing.edge_id, clock.now())
    message, signature = canonical_json(second.sighting), bytes.fromhex(second.signature)
    assert verify(node.device_key.public_key, "shoal/1 sighting", message, signature)
    assert chain["leader"].sightings == []


def test_a_longer_log_takes_the_place_of_a_shorter_one(chain: Chain, node: Node) -> None:
    see_log(node)
    chain["helper"].log_size = 9

    see_log(node)

    assert held(node) == 9


def test_a_shorter_log_does_not_and_is_told(
    chain: Chain, node: Node, caplog: pytest.LogCaptureFixture
) -> None:
    see_log(node)
    chain["helper"].log_size = 3

    with caplog.at_level(logging.ERROR):
        see_log(node)

    assert held(node) == 7
    assert "had 7 entries and has 3" in caplog.text


@pytest.mark.parametrize("answer", [b"{}", b'{"checkpoint": "no note"}'], ids=["none", "no note"])
def test_what_is_no_checkpoint_is_not_kept(
    chain: Chain, node: Node, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_node.sighting.ask", lambda *_: answer)

    see_log(node)

    assert held(node) == 0


def test_a_checkpoint_by_another_key_is_not_kept(chain: Chain, node: Node) -> None:
    chain["helper"].signer = SigningKey.generate(fixed_random("stranger"))

    see_log(node)

    assert held(node) == 0


@pytest.mark.parametrize(
    "kept", [b"no note", b"\xff", b"stranger"], ids=["no note", "no text", "another helper's"]
)
def test_a_checkpoint_that_cannot_be_believed_any_more_is_no_reason_to_be_silent(
    chain: Chain, node: Node, kept: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    if kept == b"stranger":
        kept = strangers_checkpoint()
    node.home.helper_log.write_bytes(kept)

    with caplog.at_level(logging.ERROR):
        see_log(node)

    assert [one.sighting.checkpoint for one in said(chain)] == [""]
    assert held(node) == 7
    assert "lost" in caplog.text


def strangers_checkpoint() -> bytes:
    """Return a checkpoint of a longer log, by the key of a helper that this store was paired with before."""
    key = SigningKey.generate(fixed_random("helper before"))
    return str(sign_checkpoint(Checkpoint(log_name("helper", key.public_key), 99, bytes(32)), key)).encode()
