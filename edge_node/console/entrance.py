"""The printed link: it gives one browser a session, and lets that browser in again."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from edge_node.console.access import Access
from edge_node.console.guard import LINK, cookie_name
from edge_node.console.rendering import closed_page, opened_page
from edge_node.console.wording import preferred


def router(access: Access, host: str) -> APIRouter:
    """Return the link's route."""
    routes = APIRouter()

    @routes.get(LINK)
    def open_link(request: Request, token: str = "") -> HTMLResponse:
        # answered with a page that goes on by itself: after a redirect from a mail no cookie would come
        session = access.redeem(token) or access.session(request.cookies.get(cookie_name(host), ""))
        language = preferred(request.headers.get("accept-language", ""))
        if session is None:
            return HTMLResponse(closed_page(language), status_code=403)
        session.language = language
        answer = HTMLResponse(opened_page(language))
        answer.set_cookie(cookie_name(host), session.cookie, httponly=True, samesite="strict", path="/")
        return answer

    return routes
