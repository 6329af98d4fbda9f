"""The pages HQ reads: ``/hq``, its JSON twin, and the files both need."""

from collections.abc import Callable
from pathlib import PurePosixPath

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from aggregator.consoles.model import Page
from aggregator.consoles.page import page
from aggregator.consoles.plotly_script import CACHE_FOREVER, plotly_script
from aggregator.consoles.templating import STATIC_TYPES, environment, static_file
from aggregator.insights.query import Asked, Parameters
from aggregator.insights.routes import question_of
from aggregator.ports import Published
from policies.schema import PolicyBundle
from shared.clock import Clock

PolicyInForce = Callable[[], PolicyBundle | None]
"""Asked at each page; None when no policy is known."""


def _unknown() -> PolicyBundle | None:
    return None


def router(published: Published, clock: Clock, policy: PolicyInForce = _unknown) -> APIRouter:
    """Return the pages' routes; put ``consoles.security.install`` on the app that mounts them."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    def made(asked: Asked) -> Page:
        return page(*question_of(published, clock, asked), policy())

    @routes.get("/")
    def root(request: Request) -> RedirectResponse:
        return RedirectResponse(f"/hq?{request.url.query}" if request.url.query else "/hq")

    @routes.get("/hq")
    def hq(request: Request) -> HTMLResponse:
        try:
            found = made(_asked(request))
        except HTTPException as error:
            return _html("refusal.html", error.status_code, detail=error.detail)
        return _html("hq.html", 200, page=found, twin=f"/hq.json?{request.url.query}".rstrip("?"))

    @routes.get("/hq.json")
    def hq_json(asked: Parameters) -> Page:
        return made(asked)

    _add_files(routes)
    return routes


def _asked(request: Request) -> Asked:
    """Return the parameters, or refuse in words: a page answers a person and not a program."""
    try:
        return Asked.model_validate(dict(request.query_params))
    except ValidationError as error:
        first = error.errors()[0]
        name = first["loc"][0]  # what follows is how the model tried to read it, not what a person typed
        raise HTTPException(422, f"{name}: {first['msg'].lower()}, got {first['input']!r}") from error


def _html(name: str, status: int, **values: object) -> HTMLResponse:
    script = plotly_script()
    text = environment().get_template(name).render(plotly=script, **values)
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})


def _add_files(routes: APIRouter) -> None:
    @routes.get("/static/plotly-{tag}.js")
    def plotly(tag: str, request: Request) -> Response:
        script = plotly_script()
        if tag != script.tag:
            raise HTTPException(404, "expected the address that the page names")
        headers = {"cache-control": CACHE_FOREVER, "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(script.plain, media_type=STATIC_TYPES[".js"], headers=headers)
        headers["content-encoding"] = "gzip"
        return Response(script.compressed, media_type=STATIC_TYPES[".js"], headers=headers)

    @routes.get("/static/{name}")
    def static(name: str, v: str = "") -> Response:
        content = static_file(name)
        if content is None:
            raise HTTPException(404, f"expected a file of the page, got {name!r}")
        cache = CACHE_FOREVER if v else "no-cache"
        kind = STATIC_TYPES[PurePosixPath(name).suffix]
        return Response(content, media_type=kind, headers={"cache-control": cache})
