"""The console's page, its JSON twins, and the printed link that opens it."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from edge_node.console.access import Access
from edge_node.console.facts import Facts, facts_of
from edge_node.console.forms import Shown
from edge_node.console.guard import LINK, cookie_name
from edge_node.console.happening import happening_in
from edge_node.console.rendering import NowRows, closed_page, opened_page, page_of, rows_of_now
from edge_node.console.wording import languages, preferred
from shared.clock import Clock


def router(root: Path, clock: Clock, access: Access, host: str) -> APIRouter:
    """Return the routes that show the store whose home it is."""
    routes = APIRouter()

    @routes.get(LINK)
    def open_link(request: Request, token: str = "") -> Response:
        # answered with a page that goes on by itself: after a redirect from a mail no cookie would come
        session = access.redeem(token) or access.session(request.cookies.get(cookie_name(host), ""))
        language = preferred(request.headers.get("accept-language", ""))
        if session is None:
            return HTMLResponse(closed_page(language), status_code=403)
        session.language = language
        answer = HTMLResponse(opened_page(language))
        answer.set_cookie(cookie_name(host), session.cookie, httponly=True, samesite="strict", path="/")
        return answer

    @routes.get("/")
    def page(session: Shown, language: str = "") -> HTMLResponse:
        if language in languages():
            session.language = language
        return HTMLResponse(page_of(facts_of(root, clock), session))

    @routes.get("/store.json")
    def twin(_session: Shown) -> Facts:
        return facts_of(root, clock)

    @routes.get("/now.json")
    def now(session: Shown) -> NowRows:
        return rows_of_now(happening_in(root), session.language)

    return routes
