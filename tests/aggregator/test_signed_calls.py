"""A signed statement is acted on once it is read, and the answer follows from what comes of it."""

import json

import pytest
from pydantic import BaseModel
from sqlmodel import Session, select

from aggregator.bodies import Signed, canonical
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.signed_calls import heard
from aggregator.tables import EdgeRow, NonceRow
from shared.schemas.signs import SignedSignsReport
from shared.wire.problems import Problem
from tests.aggregator.signage.test_signs import said
from tests.support.vector_world import NOW, make_world

BODY = said().model.model_dump_json().encode()
STATEMENT = (SignedSignsReport, "signs")


class _Kept(BaseModel):
    edges: int


def test_what_is_signed_is_what_was_sent(leader_hub: Hub) -> None:
    messages = []

    answer = heard(leader_hub, BODY, STATEMENT, lambda _, request, __: messages.append(request.message))

    assert answer.status_code == 204
    assert messages == [canonical(json.loads(BODY)["signs"])]


def test_a_model_is_the_answer(leader_hub: Hub) -> None:
    def count(session: Session, _: Signed[SignedSignsReport], __: Hub) -> _Kept:
        return _Kept(edges=len(session.exec(select(EdgeRow)).all()))

    answer = heard(leader_hub, BODY, STATEMENT, count)

    assert answer.status_code == 200
    assert json.loads(bytes(answer.body)) == {"edges": len(make_world().edges)}


def test_a_problem_keeps_its_status_and_name(leader_hub: Hub) -> None:
    answer = heard(leader_hub, BODY, STATEMENT, lambda *_: Problem("unknown_edge"))

    assert answer.status_code == Problem("unknown_edge").status
    assert json.loads(bytes(answer.body))["type"] == "urn:shoal:problem:unknown_edge"


def test_what_cannot_be_read_is_never_acted_on(leader_hub: Hub) -> None:
    def act(*_: object) -> None:
        pytest.fail("acted on")

    answer = heard(leader_hub, b'{"signs": {}}', STATEMENT, act)

    assert json.loads(bytes(answer.body))["type"] == "urn:shoal:problem:malformed"


def test_what_fails_half_way_leaves_nothing_behind(leader_hub: Hub) -> None:
    def act(session: Session, _: Signed[SignedSignsReport], __: Hub) -> None:
        session.add(NonceRow(nonce="0" * 32, seen_at=NOW))
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        heard(leader_hub, BODY, STATEMENT, act)
    with reading(leader_hub.engine) as session:
        assert session.get(NonceRow, "0" * 32) is None
