"""The helper cosigns a log that grows, and remembers the one it has seen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.audit.checkpoints import current
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import WitnessedRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.ports import Asked
from privacy.signing import SigningKey
from privacy.transparency.checkpoints import (
    Checkpoint,
    cosigned_at,
    log_name,
    read_checkpoint,
    sign_checkpoint,
)
from privacy.transparency.notes import Note, parse_signature
from privacy.transparency.proofs import consistency_proof
from shared.schemas.peer import WitnessAnswer
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.audited import noted
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import NOW


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        grow(both.leader.hub, 10)
        yield both


def grow(hub: Hub, entries: int, subject: str = "x") -> None:
    with writing(hub.engine) as session:
        for _ in range(entries):
            note(session, "read", subject, {}, at=NOW)


def asked(pair: TwoHubs, old_size: int) -> Asked:
    """Return what an honest leader would ask now."""
    hub = pair.leader.hub
    pair.clock.advance(1)
    with reading(hub.engine) as session:
        nodes, signed = StoredNodes(session.connection()), current(session, hub)
        size = nodes.size()
        proof = consistency_proof(nodes, old_size, size) if old_size <= size else []
    return Asked(pair.clock.now(), old_size, proof, str(signed))


def size_of(request: Asked) -> int:
    return read_checkpoint(request.checkpoint)[0].size


def seen(pair: TwoHubs) -> WitnessedRow:
    (row,) = pair.helper.rows(WitnessedRow)
    return row


def test_first_checkpoint_is_cosigned(pair: TwoHubs) -> None:
    request = asked(pair, 0)

    answer = pair.client.witness(request)

    assert isinstance(answer, WitnessAnswer)
    _, signed = read_checkpoint(request.checkpoint)
    key = pair.helper.hub.root.public_key
    cosigned = Note(signed.text, (*signed.signatures, parse_signature(answer.cosignature)))
    assert cosigned_at(cosigned, log_name("helper", key), key) == pair.clock.now()
    assert (answer.known_size, seen(pair).size, seen(pair).note) == (0, size_of(request), str(cosigned))


def test_log_that_grew_is_cosigned_and_remembered(pair: TwoHubs) -> None:
    first = asked(pair, 0)
    pair.client.witness(first)
    grow(pair.leader.hub, 300)

    second = asked(pair, size_of(first))
    answer = pair.client.witness(second)

    assert isinstance(answer, WitnessAnswer)
    assert answer.cosignature
    assert seen(pair).size == size_of(second) == size_of(first) + 300


def test_lost_answer_is_told_from_where_to_go_on(pair: TwoHubs) -> None:
    first = asked(pair, 0)
    pair.client.witness(first)
    grow(pair.leader.hub, 1)

    answer = pair.client.witness(asked(pair, 0))

    assert isinstance(answer, WitnessAnswer)
    assert (answer.known_size, answer.cosignature) == (size_of(first), "")
    assert seen(pair).size == size_of(first)


def forked(pair: TwoHubs, size: int, old_size: int) -> Asked:
    """Return another history of the size, signed with the leader's own key, with a proof of its own."""
    hub = pair.leader.hub
    checkpoint = Checkpoint(log_name("leader", hub.root.public_key), size, b"\x07" * 32)
    pair.clock.advance(1)
    return Asked(pair.clock.now(), old_size, [b"\x07" * 32], str(sign_checkpoint(checkpoint, hub.root)))


@pytest.mark.parametrize("more", [0, 1, 50], ids=["same size", "one more", "many more"])
def test_fork_is_refused_and_noted_with_its_evidence(pair: TwoHubs, more: int) -> None:
    first = asked(pair, 0)
    pair.client.witness(first)
    fork = forked(pair, size_of(first) + more, size_of(first))

    answer = pair.client.witness(fork)

    assert isinstance(answer, Problem)
    assert answer.name == "log_forked"
    (entry,) = noted(pair.helper.hub, "witness")
    assert (entry.detail["event"], entry.detail["came"]) == ("log_forked", fork.checkpoint)
    assert entry.detail["expected"] == seen(pair).note
    assert seen(pair).size == size_of(first)


def test_shorter_log_is_refused_and_noted(pair: TwoHubs) -> None:
    first = asked(pair, 0)
    pair.client.witness(first)

    answer = pair.client.witness(forked(pair, size_of(first) - 1, 0))

    assert isinstance(answer, Problem)
    assert answer.name == "log_rolled_back"
    assert [entry.detail["event"] for entry in noted(pair.helper.hub, "witness")] == ["log_rolled_back"]


def test_checkpoint_signed_before_the_last_one_is_stale_and_no_roll_back(pair: TwoHubs) -> None:
    early = asked(pair, 0)
    grow(pair.leader.hub, 1)
    late = asked(pair, 0)
    pair.client.witness(late)

    answer = pair.client.witness(early)

    assert isinstance(answer, Problem)
    assert answer.name == "stale_request"
    assert noted(pair.helper.hub, "witness") == []


@pytest.mark.parametrize("fault", ["another key", "another log", "no note"])
def test_checkpoint_that_is_not_the_leaders_is_refused(pair: TwoHubs, fault: str) -> None:
    hub, stranger = pair.leader.hub, SigningKey(bytes(32))
    origin = log_name("leader", hub.root.public_key)
    other = log_name("helper", hub.root.public_key)
    documents = {
        "another key": str(sign_checkpoint(Checkpoint(origin, 1, bytes(32)), stranger)),
        "another log": str(sign_checkpoint(Checkpoint(other, 1, bytes(32)), hub.root)),
        "no note": "no note",
    }

    answer = pair.client.witness(replace(asked(pair, 0), checkpoint=documents[fault]))

    assert isinstance(answer, Problem)
    assert answer.name == ("malformed" if fault == "no note" else "bad_signature")
    assert pair.helper.rows(WitnessedRow) == []
