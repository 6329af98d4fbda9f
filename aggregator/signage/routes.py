"""The call by which a store says which of its cameras have their sign.

Source: shared/wire/PROTOCOL.md §9, §11.11.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from aggregator.bodies import json_body
from aggregator.hub import Hub
from aggregator.signage.signs import hear
from aggregator.signed_calls import heard
from shared.schemas.signs import SignedSignsReport

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub) -> APIRouter:
    """Return the route; both aggregators hear every store for themselves."""
    routes = APIRouter()

    @routes.post("/v1/signs")
    def signs(body: Body) -> Response:
        return heard(hub, body, (SignedSignsReport, "signs"), hear)

    return routes
