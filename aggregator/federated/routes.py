"""The helper's calls of learning: shares from the nodes, questions from the leader.

Source: shared/wire/PROTOCOL.md §9, §21.
"""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from aggregator.aggregate.peer_requests import authenticate
from aggregator.answers import json_answer, plain_problem, problem_answer
from aggregator.audit.refusals import count
from aggregator.bodies import bounded_body, json_body, parse
from aggregator.database import writing
from aggregator.federated.shares import take
from aggregator.federated.sums import held, sums
from aggregator.hub import Hub
from aggregator.ingest.decision import AlreadyHeld
from aggregator.ingest.routes import REPORT_TYPE
from aggregator.release.gate import Gate
from shared.schemas.layout import canonical_json
from shared.schemas.learning import SignedRoundHeld, SignedRoundSum
from shared.wire.codec import MAX_ENVELOPE_BYTES
from shared.wire.problems import Problem

SHARES: Final = "/v1/rounds/shares"
Body = Annotated[bytes, Depends(json_body)]
_Request = TypeVar("_Request", SignedRoundHeld, SignedRoundSum)


def router(hub: Hub, gate: Gate) -> APIRouter:
    """Return the helper's routes; each request is answered in one transaction."""
    routes = APIRouter()

    @routes.post(SHARES)
    async def deliver(request: Request) -> Response:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != REPORT_TYPE:
            return plain_problem(415, f"expected {REPORT_TYPE}, got {media_type or 'no content type'}")
        body = await bounded_body(request, MAX_ENVELOPE_BYTES)
        return await run_in_threadpool(_deliver, hub, body)

    @routes.post("/v1/rounds/held")
    def ask_held(body: Body) -> Response:
        return _answer(hub, body, SignedRoundHeld, lambda session, asked: held(session, asked.request))

    @routes.post("/v1/rounds/sum")
    def ask_sum(body: Body) -> Response:
        return _answer(
            hub, body, SignedRoundSum, lambda session, asked: sums(session, asked.request, hub, gate)
        )

    return routes


def _deliver(hub: Hub, body: bytes) -> Response:
    with writing(hub.engine) as session:
        verdict = take(session, body, hub)
        if isinstance(verdict, Problem):
            count(session, {verdict.name: 1}, hub.clock.now())
    if isinstance(verdict, Problem):
        return problem_answer(verdict)
    return Response(status_code=200 if isinstance(verdict, AlreadyHeld) else 201)


def _answer(
    hub: Hub, body: bytes, model: type[_Request], work: Callable[[Session, _Request], BaseModel | Problem]
) -> Response:
    parsed = parse(body, model, signed_member="request")
    if isinstance(parsed, Problem):
        return problem_answer(parsed)
    asked = parsed.model
    with writing(hub.engine) as session:
        refusal = authenticate(session, asked.request, parsed.message, asked.signature, hub)
        answer = refusal or work(session, asked)
        if isinstance(answer, Problem):
            count(session, {answer.name: 1}, hub.clock.now())
    if isinstance(answer, Problem):
        return problem_answer(answer)
    signature = hub.root.sign("shoal/1 peer", canonical_json(answer)).hex()
    return json_answer({"answer": answer.model_dump(mode="json"), "signature": signature})
