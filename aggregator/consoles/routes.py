"""The pages HQ reads: ``/hq`` and its JSON twin."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.consoles.model import Page
from aggregator.consoles.page import page
from aggregator.consoles.plotly_script import plotly_script
from aggregator.consoles.templating import environment
from aggregator.insights.query import Asked, Parameters
from aggregator.insights.routes import question_of
from aggregator.ports import Published
from policies.schema import PolicyBundle
from shared.clock import Clock

_BACK = {"back": "/hq", "back_label": "Show all stores, last 7 days"}

Reader = Annotated[Person, Depends(needs("read_insights"))]
PolicyInForce = Callable[[], PolicyBundle | None]
"""Asked at each page; None when no policy is known."""


def _unknown() -> PolicyBundle | None:
    return None


def router(
    published: Published,
    clock: Clock,
    policy: PolicyInForce = _unknown,
    *,
    beside: Sequence[tuple[str, str]] = (),
) -> APIRouter:
    """Return the pages' routes; put ``consoles.security.install`` on the app that mounts them.

    beside: addresses of other pages of HQ and what they are called.
    """
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    def made(asked: Asked, who: Person) -> Page:
        return page(*question_of(published, clock, asked, who.sites), policy())

    @routes.get("/")
    def root(request: Request, _who: Reader) -> RedirectResponse:
        return RedirectResponse(f"/hq?{request.url.query}" if request.url.query else "/hq")

    @routes.get("/hq")
    def hq(request: Request, who: Reader) -> HTMLResponse:
        try:
            found = made(_asked(request), who)
        except HTTPException as error:
            return _html("refusal.html", error.status_code, who, detail=error.detail, **_BACK)
        twin = f"/hq.json?{request.url.query}".rstrip("?")
        return _html("hq.html", 200, who, page=found, twin=twin, beside=beside)

    @routes.get("/hq.json")
    def hq_json(asked: Parameters, who: Reader) -> Page:
        return made(asked, who)

    return routes


def _asked(request: Request) -> Asked:
    """Return the parameters, or refuse in words: a page answers a person and not a program."""
    try:
        return Asked.model_validate(dict(request.query_params))
    except ValidationError as error:
        first = error.errors()[0]
        name = first["loc"][0]  # what follows is how the model tried to read it, not what a person typed
        raise HTTPException(422, f"{name}: {first['msg'].lower()}, got {first['input']!r}") from error


def _html(name: str, status: int, who: Person, **values: object) -> HTMLResponse:
    text = environment().get_template(name).render(plotly=plotly_script(), who=who, **values)
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})
