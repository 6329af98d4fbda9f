"""Where envelopes arrive: the leader's ``/v1/reports``, the helper's ``/v1/shares``.

Source: shared/wire/PROTOCOL.md §9, §14.
"""

from typing import Final, assert_never

from fastapi import APIRouter, Request, Response

from aggregator.answers import plain_problem, problem_answer
from aggregator.bodies import bounded_body
from aggregator.ingest.decision import Accepted, AlreadyHeld, read
from aggregator.ingest.writer import BusyError, GroupWriter
from shared.wire.codec import MAX_ENVELOPE_BYTES, Role
from shared.wire.problems import Problem

REPORT_TYPE: Final = "application/shoal-report"
_PATHS: Final[dict[Role, str]] = {"leader": "/v1/reports", "helper": "/v1/shares"}


def router(role: Role, writer: GroupWriter) -> APIRouter:
    """Return the role's one route."""
    routes = APIRouter()

    @routes.post(_PATHS[role])
    async def deliver(request: Request) -> Response:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != REPORT_TYPE:
            return plain_problem(415, f"expected {REPORT_TYPE}, got {media_type or 'no content type'}")
        body = await bounded_body(request, MAX_ENVELOPE_BYTES)
        try:
            verdict = await writer.submit(read(body))
        except BusyError as error:
            return plain_problem(503, str(error), retry_after_s=2)
        if isinstance(verdict, Accepted):
            return Response(status_code=201)
        if isinstance(verdict, AlreadyHeld):
            return Response(status_code=200)
        if isinstance(verdict, Problem):
            return problem_answer(verdict)
        assert_never(verdict)

    return routes
