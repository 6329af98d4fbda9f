"""The call by which a store says which of its cameras have their sign.

Source: shared/wire/PROTOCOL.md §9, §11.11.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.answers import problem_answer
from aggregator.bodies import json_body, parse
from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.signage.signs import hear
from shared.schemas.signs import SignedSignsReport
from shared.wire.problems import Problem

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; both aggregators hear every store for themselves."""
    routes = APIRouter()

    @routes.post("/v1/signs")
    def signs(body: Body) -> Response:
        return _hear(hub, body)

    return routes


def _hear(hub: Hub, body: bytes) -> Response:
    request = parse(body, SignedSignsReport, signed_member="signs")
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        refusal = hear(session, request, hub)
    return problem_answer(refusal) if refusal else Response(status_code=204)
