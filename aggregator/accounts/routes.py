"""The pages about people, as one router: signing in, one's own account, the list of accounts."""

from fastapi import APIRouter

from aggregator.accounts import list_routes, login_routes, oidc_routes, own_routes
from aggregator.accounts.reception import Reception


def router(reception: Reception) -> APIRouter:
    """Return every route of the room."""
    routes = APIRouter()
    for one in (login_routes, oidc_routes, own_routes, list_routes):
        routes.include_router(one.router(reception))
    return routes
