"""The helper's calls of learning: shares from the nodes, questions from the leader.

Source: shared/wire/PROTOCOL.md §9, §21.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from aggregator.aggregate.peer_calls import answered
from aggregator.answers import plain_problem, problem_answer
from aggregator.audit.refusals import count
from aggregator.bodies import bounded_body, json_body
from aggregator.database import writing
from aggregator.federated.shares import take
from aggregator.federated.sums import held, sums
from aggregator.hub import Hub
from aggregator.ingest.decision import AlreadyHeld
from aggregator.ingest.routes import REPORT_TYPE
from aggregator.release.gate import Gate
from shared.schemas.learning import SignedRoundHeld, SignedRoundSum
from shared.wire.codec import MAX_ENVELOPE_BYTES
from shared.wire.problems import Problem

SHARES: Final = "/v1/rounds/shares"
Body = Annotated[bytes, Depends(json_body)]


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
        return answered(hub, body, SignedRoundHeld, lambda session, asked: held(session, asked.request))

    @routes.post("/v1/rounds/sum")
    def ask_sum(body: Body) -> Response:
        return answered(
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
