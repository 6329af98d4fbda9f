"""The call by which a store brings the helper the longest checkpoint of its log, and takes the newest.

Source: shared/wire/PROTOCOL.md §9, §18.1.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.answers import model_answer, problem_answer
from aggregator.audit.sightings import sight
from aggregator.bodies import json_body, parse
from aggregator.database import writing
from aggregator.hub import Hub
from shared.schemas.sighting import SignedSighting
from shared.wire.problems import Problem

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; the helper's alone, for its log has no other witness."""
    routes = APIRouter()

    @routes.post("/v1/sightings")
    def sightings(body: Body) -> Response:
        return _sight(hub, body)

    return routes


def _sight(hub: Hub, body: bytes) -> Response:
    request = parse(body, SignedSighting, signed_member="sighting")
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        answer = sight(session, request, hub)
    return problem_answer(answer) if isinstance(answer, Problem) else model_answer(answer)
