"""The calls the leader makes to the helper.

Source: shared/wire/PROTOCOL.md §9, §15, §16, §18, §20.
"""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel
from sqlmodel import Session, select

from aggregator.aggregate.collect import collect, held, verify
from aggregator.aggregate.peer_requests import authenticate
from aggregator.answers import json_answer, problem_answer
from aggregator.audit.refusals import count
from aggregator.audit.witness import cosign
from aggregator.bodies import Signed, json_body, parse
from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.ports import Door
from aggregator.tables import EdgeRow
from shared.schemas import peer
from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem

Body = Annotated[bytes, Depends(json_body)]
_Request = TypeVar(
    "_Request",
    peer.SignedHeld,
    peer.SignedCollect,
    peer.SignedVerify,
    peer.SignedCohorts,
    peer.SignedWitness,
)
_Work = Callable[[Session, _Request], BaseModel | Problem]


def router(hub: Hub, door: Door) -> APIRouter:
    """Return the helper's routes; each request is authenticated and answered in one transaction."""
    routes = APIRouter()

    @routes.post("/v1/batches/held")
    def ask_held(body: Body) -> Response:
        return _answer(hub, body, peer.SignedHeld, lambda session, asked: held(session, asked.request, hub))

    @routes.post("/v1/batches/collect")
    def ask_collect(body: Body) -> Response:
        return _answer(
            hub, body, peer.SignedCollect, lambda session, asked: collect(session, asked.request, hub, door)
        )

    @routes.post("/v1/batches/verify")
    def ask_verify(body: Body) -> Response:
        return _answer(
            hub, body, peer.SignedVerify, lambda session, asked: verify(session, asked.request, hub)
        )

    @routes.post("/v1/cohorts")
    def ask_cohorts(body: Body) -> Response:
        return _answer(hub, body, peer.SignedCohorts, _cohorts)

    @routes.post("/v1/witness")
    def ask_witness(body: Body) -> Response:
        return _answer(
            hub, body, peer.SignedWitness, lambda session, asked: cosign(session, asked.request, hub)
        )

    return routes


def _answer(hub: Hub, body: bytes, model: type[_Request], work: "_Work[_Request]") -> Response:
    parsed = parse(body, model, signed_member="request")
    if isinstance(parsed, Problem):
        return problem_answer(parsed)
    with writing(hub.engine) as session:
        answer = _authenticated(session, hub, parsed, work)
        if isinstance(answer, Problem):
            count(session, {answer.name: 1}, hub.clock.now())
    if isinstance(answer, Problem):
        return problem_answer(answer)
    signature = hub.root.sign("shoal/1 peer", canonical_json(answer)).hex()
    body_json = {"answer": answer.model_dump(mode="json"), "signature": signature}
    return json_answer(body_json)


def _authenticated(
    session: Session, hub: Hub, parsed: Signed[_Request], work: "_Work[_Request]"
) -> BaseModel | Problem:
    asked = parsed.model
    refusal = authenticate(session, asked.request, parsed.message, asked.signature, hub)
    return refusal or work(session, asked)


def _cohorts(session: Session, asked: peer.SignedCohorts) -> peer.CohortsAnswer:
    rows = session.exec(select(EdgeRow)).all()
    members = tuple(peer.CohortMember(edge_id=row.edge_id, cohort_id=row.cohort_id) for row in rows)
    return peer.CohortsAnswer(nonce=asked.request.nonce, members=members)
