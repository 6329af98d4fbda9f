"""The leader shows its log to the witness, goes on where an answer was lost, and believes its key alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlmodel import col, delete, select

from aggregator.audit.checkpoints import newest_witnessed
from aggregator.audit.log import note
from aggregator.audit.tables import AuditCheckpointRow, AuditEntryRow, AuditNodeRow, WitnessedRow
from aggregator.audit.witnessing import seek_cosignature
from aggregator.database import reading, writing
from aggregator.errors import PeerError
from aggregator.ports import Asked
from privacy.signing import SigningKey
from privacy.transparency.checkpoints import cosign, cosigned_at, log_name, read_checkpoint
from shared.schemas.peer import WitnessAnswer
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.audited import noted
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import NOW


@dataclass(frozen=True, slots=True)
class FakeWitness:
    """Answers as it is told."""

    answer: Callable[[Asked], WitnessAnswer | Problem]

    def witness(self, asked: Asked) -> WitnessAnswer | Problem:
        return self.answer(asked)


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        grow(both)
        yield both


def grow(pair: TwoHubs, entries: int = 5) -> None:
    pair.clock.advance(1)
    with writing(pair.leader.hub.engine) as session:
        for _ in range(entries):
            note(session, "read", "x", {}, at=NOW)


def seek(pair: TwoHubs) -> bool:
    pair.clock.advance(1)
    return seek_cosignature(pair.leader.hub, pair.client)


def witnessed(pair: TwoHubs) -> AuditCheckpointRow:
    with reading(pair.leader.hub.engine) as session:
        row = newest_witnessed(session)
    assert row is not None
    return row


def test_cosignature_is_kept_below_the_checkpoint(pair: TwoHubs) -> None:
    assert seek(pair)

    row, key = witnessed(pair), pair.helper.hub.root.public_key
    checkpoint, signed = read_checkpoint(row.note)
    assert cosigned_at(signed, log_name("helper", key), key) == row.witnessed_at == pair.clock.now()
    assert checkpoint.size == row.size == len(pair.leader.rows(AuditEntryRow))


def test_log_that_did_not_grow_is_not_shown_again(pair: TwoHubs) -> None:
    seek(pair)

    assert not seek(pair)
    grow(pair)
    assert seek(pair)
    assert len(pair.leader.rows(AuditCheckpointRow)) == 2


def test_lost_answer_costs_one_more_question(pair: TwoHubs) -> None:
    seek(pair)
    with writing(pair.leader.hub.engine) as session:
        session.exec(delete(AuditCheckpointRow))  # type: ignore[call-overload]  # sqlmodel types only selects
    grow(pair)

    assert seek(pair)
    assert witnessed(pair).size == pair.helper.rows(WitnessedRow)[0].size


def test_log_restored_from_a_backup_is_refused_aloud(pair: TwoHubs) -> None:
    seek(pair)
    with writing(pair.leader.hub.engine) as session:
        session.exec(delete(AuditCheckpointRow))  # type: ignore[call-overload]
        session.exec(delete(AuditEntryRow).where(col(AuditEntryRow.leaf_index) >= 3))  # type: ignore[call-overload]

    with pytest.raises(PeerError, match="shorter than it was"):
        seek(pair)

    assert [entry.detail["event"] for entry in noted(pair.helper.hub, "witness")] == ["log_rolled_back"]


def test_history_written_anew_is_refused_aloud(pair: TwoHubs) -> None:
    seek(pair)
    with writing(pair.leader.hub.engine) as session:
        session.exec(delete(AuditEntryRow))  # type: ignore[call-overload]
        session.exec(delete(AuditNodeRow))  # type: ignore[call-overload]
    grow(pair, 40)

    with pytest.raises(PeerError, match="not the one that was witnessed"):
        seek(pair)

    assert [entry.detail["event"] for entry in noted(pair.helper.hub, "witness")] == ["log_forked"]


def test_cosignature_of_another_key_is_not_believed(pair: TwoHubs) -> None:
    stranger, hub = SigningKey(bytes(32)), pair.leader.hub

    def answer(asked: Asked) -> WitnessAnswer:
        name = log_name("helper", stranger.public_key)
        line = cosign(read_checkpoint(asked.checkpoint)[1], name, stranger, NOW)
        return WitnessAnswer(nonce="0" * 32, known_size=0, cosignature=str(line))

    with pytest.raises(PeerError, match="helper's root key"):
        seek_cosignature(hub, FakeWitness(answer))


@pytest.mark.parametrize("cosignature", ["", "no line"], ids=["never any", "no signature line"])
def test_witness_that_talks_nonsense_is_not_believed(pair: TwoHubs, cosignature: str) -> None:
    answer = WitnessAnswer(nonce="0" * 32, known_size=1, cosignature=cosignature)

    with pytest.raises(PeerError, match="expected a cosignature"):
        seek_cosignature(pair.leader.hub, FakeWitness(lambda _asked: answer))


def test_witness_that_another_process_asked_meanwhile_is_left_alone(pair: TwoHubs) -> None:
    hub = pair.leader.hub

    def answer(_asked: Asked) -> WitnessAnswer:
        with writing(hub.engine) as session:
            for row in session.exec(select(AuditCheckpointRow)).all():
                row.witnessed_at = NOW
                session.add(row)
        return WitnessAnswer(nonce="0" * 32, known_size=1, cosignature="")

    assert not seek_cosignature(hub, FakeWitness(answer))


def test_checkpoint_overtaken_by_another_process_keeps_its_cosignature(pair: TwoHubs) -> None:
    hub = pair.leader.hub

    def answer(asked: Asked) -> WitnessAnswer | Problem:
        found = pair.client.witness(replace(asked, at=pair.clock.now()))
        with writing(hub.engine) as session:
            session.exec(delete(AuditCheckpointRow))  # type: ignore[call-overload]
        return found

    assert seek_cosignature(hub, FakeWitness(answer))
    assert witnessed(pair).witnessed_at == pair.clock.now()
