"""Every witness cosigns a log that grew, says from where it knows it, and refuses another one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from aggregator.audit.checkpoints import current
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.witness import cosign
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.ports import Asked, Witness
from privacy.transparency.checkpoints import (
    Checkpoint,
    cosigned_at,
    log_name,
    read_checkpoint,
    sign_checkpoint,
)
from privacy.transparency.notes import Note, parse_signature
from privacy.transparency.proofs import consistency_proof
from shared.schemas.peer import WitnessAnswer, WitnessRequest
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.audit_world import grow
from tests.support.hub_world import make_template, silence
from tests.support.two_hubs import ROLES, TwoHubs, two_hubs


@dataclass(frozen=True, slots=True)
class DirectWitness:
    """The helper without a connection: its decision on its own database."""

    hub: Hub

    def witness(self, asked: Asked) -> WitnessAnswer | Problem:
        request = WitnessRequest(
            issued_at=asked.at,
            nonce="0" * 32,
            old_size=asked.old_size,
            proof=tuple(one.hex() for one in asked.proof),
            checkpoint=asked.checkpoint,
        )
        with writing(self.hub.engine) as session:
            return cosign(session, request, self.hub)


WITNESSES: dict[str, Callable[[TwoHubs], Witness]] = {
    "over HTTP": lambda pair: pair.client,
    "direct": lambda pair: DirectWitness(pair.helper.hub),
}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    folder = tmp_path_factory.mktemp("hubs")
    return {role: make_template(folder / role, role) for role in ROLES}


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        grow(both, 20)
        yield both


@pytest.fixture(params=WITNESSES)
def witness(request: pytest.FixtureRequest, pair: TwoHubs) -> Witness:
    return WITNESSES[request.param](pair)


def asked(pair: TwoHubs, old_size: int) -> Asked:
    hub = pair.leader.hub
    pair.clock.advance(1)
    with reading(hub.engine) as session:
        nodes = StoredNodes(session.connection())
        proof = consistency_proof(nodes, old_size, nodes.size())
        return Asked(pair.clock.now(), old_size, proof, str(current(session, hub)))


def answered(answer: WitnessAnswer | Problem) -> WitnessAnswer:
    assert isinstance(answer, WitnessAnswer)
    return answer


def test_log_that_grew_is_cosigned(pair: TwoHubs, witness: Witness) -> None:
    answered(witness.witness(asked(pair, 0)))
    size = read_checkpoint(asked(pair, 0).checkpoint)[0].size
    grow(pair, 300)
    request = asked(pair, size)

    answer = answered(witness.witness(request))

    key = pair.helper.hub.root.public_key
    note = Note(read_checkpoint(request.checkpoint)[1].text, (parse_signature(answer.cosignature),))
    assert cosigned_at(note, log_name("helper", key), key) is not None
    assert answer.known_size == size


def test_question_from_elsewhere_is_told_where_to_begin(pair: TwoHubs, witness: Witness) -> None:
    first = asked(pair, 0)
    answered(witness.witness(first))
    grow(pair, 1)

    answer = answered(witness.witness(asked(pair, 5)))

    assert (answer.known_size, answer.cosignature) == (read_checkpoint(first.checkpoint)[0].size, "")


@pytest.mark.parametrize(("more", "problem"), [(-1, "log_rolled_back"), (0, "log_forked"), (1, "log_forked")])
def test_another_log_is_refused(pair: TwoHubs, witness: Witness, more: int, problem: str) -> None:
    first, key = asked(pair, 0), pair.leader.hub.root
    answered(witness.witness(first))
    size = read_checkpoint(first.checkpoint)[0].size
    other = Checkpoint(log_name("leader", key.public_key), size + more, b"\x07" * 32)
    pair.clock.advance(1)

    answer = witness.witness(Asked(pair.clock.now(), size, (), str(sign_checkpoint(other, key))))

    assert isinstance(answer, Problem)
    assert answer.name == problem
