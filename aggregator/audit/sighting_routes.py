"""The call by which a store brings the helper the longest checkpoint of its log, and takes the newest.

Source: shared/wire/PROTOCOL.md §9, §18.1.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.audit.sightings import sight
from aggregator.bodies import json_body
from aggregator.hub import Hub
from aggregator.signed_calls import heard
from shared.schemas.sighting import SignedSighting

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; the helper's alone, for its log has no other witness."""
    routes = APIRouter()

    @routes.post("/v1/sightings")
    def sightings(body: Body) -> Response:
        return heard(hub, body, (SignedSighting, "sighting"), sight)

    return routes
