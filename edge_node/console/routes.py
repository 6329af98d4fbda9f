"""The console's pages and their JSON twins."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from edge_node.console.facts import Facts, facts_of
from edge_node.console.forms import Shown
from edge_node.console.happening import happening_in
from edge_node.console.keeping import Keeping, keeping_in
from edge_node.console.kept_rows import kept_page
from edge_node.console.rendering import NowRows, page_of, rows_of_now
from edge_node.console.wording import languages
from shared.clock import Clock


def router(root: Path, clock: Clock) -> APIRouter:
    """Return the routes that show the store whose home it is."""
    routes = APIRouter()

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

    @routes.get("/kept")
    def kept(session: Shown) -> HTMLResponse:
        return HTMLResponse(kept_page(keeping_in(root, clock), session.language))

    @routes.get("/kept.json")
    def kept_twin(_session: Shown) -> Keeping:
        return keeping_in(root, clock)

    return routes
