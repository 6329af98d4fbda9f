"""What can be done on the page: each deed is the function that the command line calls, with its trace."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from edge_node.commands.learning import switch_off, switch_on
from edge_node.commands.pause import Wanted, press_pause, resume_store
from edge_node.console.access import Access
from edge_node.console.facts import facts_of
from edge_node.console.forms import Form, Typed
from edge_node.console.rendering import closed_page, page_of
from shared.clock import Clock
from shared.errors import ShoalError

Deed = Callable[[Form], object]
"""Does what was asked.  Raises: ShoalError saying why not."""


def router(root: Path, clock: Clock, access: Access) -> APIRouter:
    """Return the routes of everything that can be done in the store whose home it is."""

    def off(form: Form) -> object:
        return switch_off(root, form.one("by"), form.one("reason"), clock)

    def on(form: Form) -> object:
        return switch_on(root, form.one("by"), clock)

    def pause(form: Form) -> object:
        wanted = Wanted(form.one("by"), length=form.one("length") or None, reason=form.one("reason"))
        return press_pause(root, wanted, clock)

    def resume(form: Form) -> object:
        return resume_store(root, form.one("by"), clock)

    routes = APIRouter()
    for path, place, deed in (
        ("/learning/off", "learning", off),
        ("/learning/on", "learning", on),
        ("/pause", "running", pause),
        ("/resume", "running", resume),
    ):
        routes.add_api_route(path, _answering(root, clock, place, deed), methods=["POST"])

    @routes.post("/close")
    def close(form: Typed) -> HTMLResponse:
        access.end()
        return HTMLResponse(closed_page(form.session.language))

    return routes


def _answering(root: Path, clock: Clock, place: str, deed: Deed) -> Callable[[Typed], Response]:
    """Return what answers a form: the page again at the place, or the page that says why it was not done."""

    def answer(form: Typed) -> Response:
        form.session.who = form.one("by")
        try:
            deed(form)
        except ShoalError as error:
            text = page_of(facts_of(root, clock), form.session, fault=str(error))
            return HTMLResponse(text, status_code=409)
        return RedirectResponse(f"/#{place}", status_code=303)

    return answer
