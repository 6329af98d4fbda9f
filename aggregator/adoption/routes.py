"""The call by which a store confirms under which version it measures.

Source: shared/wire/PROTOCOL.md §9, §11.9.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.adoption.confirmations import confirm
from aggregator.bodies import json_body
from aggregator.hub import Hub
from aggregator.signed_calls import heard
from shared.schemas.confirmation import SignedConfirmation

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; both aggregators hear every store for themselves."""
    routes = APIRouter()

    @routes.post("/v1/policy-confirmations")
    def confirmations(body: Body) -> Response:
        return heard(hub, body, (SignedConfirmation, "confirmation"), confirm)

    return routes
