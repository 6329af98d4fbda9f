"""The leader's request is worked on only when it is good, and every refusal is counted."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from aggregator.aggregate.peer_calls import answered
from aggregator.aggregate.peer_requests import FRESH_FOR
from aggregator.bodies import canonical
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.tables import RefusalRow
from privacy.signing import verify
from shared.schemas.peer import CohortsAnswer, CohortsRequest, SignedCohorts
from shared.wire.problems import Problem
from tests.support.vector_world import NOW, make_world

NONCE = "0" * 32


def _body(**changes: object) -> bytes:
    asked = CohortsRequest(**{"issued_at": NOW, "nonce": NONCE, **changes})
    return json.dumps(make_world().signed(asked)).encode()


def _nobody(_: Session, asked: SignedCohorts) -> CohortsAnswer:
    return CohortsAnswer(nonce=asked.request.nonce, members=())


def _refuses(_: Session, __: SignedCohorts) -> Problem:
    return Problem("unknown_task")


def _refused(hub: Hub) -> list[str]:
    with reading(hub.engine) as session:
        return [row.problem for row in session.exec(select(RefusalRow)).all()]


def test_the_answer_is_signed(helper_hub: Hub) -> None:
    answer = json.loads(bytes(answered(helper_hub, _body(), SignedCohorts, _nobody).body))

    assert answer["answer"] == {"members": [], "nonce": NONCE}
    signature = bytes.fromhex(answer["signature"])
    assert verify(helper_hub.root.public_key, "shoal/1 peer", canonical(answer["answer"]), signature)
    assert _refused(helper_hub) == []


def test_a_stale_request_is_not_worked_on_and_counted(helper_hub: Hub) -> None:
    def work(_: Session, __: SignedCohorts) -> CohortsAnswer:
        pytest.fail("worked on")

    late = _body(issued_at=NOW - FRESH_FOR - timedelta(seconds=1))
    answer = json.loads(bytes(answered(helper_hub, late, SignedCohorts, work).body))

    assert answer["type"] == "urn:shoal:problem:stale_request"
    assert _refused(helper_hub) == ["stale_request"]


def test_what_the_work_refuses_is_counted_and_the_nonce_spent(helper_hub: Hub) -> None:
    types = [
        json.loads(bytes(answered(helper_hub, _body(), SignedCohorts, _refuses).body))["type"]
        for _ in range(2)
    ]

    assert types == ["urn:shoal:problem:unknown_task", "urn:shoal:problem:stale_request"]
    assert sorted(_refused(helper_hub)) == ["stale_request", "unknown_task"]


def test_what_cannot_be_read_is_malformed(helper_hub: Hub) -> None:
    answer = json.loads(bytes(answered(helper_hub, b"{}", SignedCohorts, _nobody).body))

    assert answer["type"] == "urn:shoal:problem:malformed"
