"""The call by which a store confirms under which version it measures.

Source: shared/wire/PROTOCOL.md §9, §11.9.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.adoption.confirmations import confirm
from aggregator.answers import problem_answer
from aggregator.bodies import json_body, parse
from aggregator.database import writing
from aggregator.hub import Hub
from shared.schemas.confirmation import SignedConfirmation
from shared.wire.problems import Problem

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; both aggregators hear every store for themselves."""
    routes = APIRouter()

    @routes.post("/v1/policy-confirmations")
    def confirmations(body: Body) -> Response:
        return _confirm(hub, body)

    return routes


def _confirm(hub: Hub, body: bytes) -> Response:
    request = parse(body, SignedConfirmation, signed_member="confirmation")
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        refusal = confirm(session, request, hub)
    return problem_answer(refusal) if refusal else Response(status_code=204)
