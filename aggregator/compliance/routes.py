"""The compliance console over HTTP: each page as HTML, the same page as JSON, each of its tables as CSV."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.compliance import draft_routes, log_routes, paper_routes, purposes
from aggregator.compliance.model import Desk
from aggregator.compliance.views import View, menu_for, views_of
from aggregator.consoles.templating import environment
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.insights.table import to_csv

PREFIX: Final = "/compliance"

_BACK = {"back": f"{PREFIX}/{purposes.KEY}", "back_label": "Show the policies in force"}
_Reader = Annotated[Person, Depends(needs("read_policies"))]


def router(hub: Hub) -> APIRouter:
    """Return the console's routes for one aggregator: each role shows what it holds itself."""
    routes = APIRouter(prefix=PREFIX, tags=["pages"], include_in_schema=False)

    @routes.get("")
    def root(who: _Reader) -> RedirectResponse:
        return RedirectResponse(f"{PREFIX}/{menu_for(who, hub.role)[0][0]}")

    for path, view in views_of(hub.role).items():
        _add(routes, hub, path, view)
    routes.include_router(paper_routes.router(hub))
    routes.include_router(log_routes.router(hub))
    if hub.role == "helper":
        routes.include_router(draft_routes.router(hub))
    return routes


def first_page() -> APIRouter:
    """Return the route of ``/`` where no other page comes first: at the helper."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    @routes.get("/")
    def root(_who: _Reader) -> RedirectResponse:
        return RedirectResponse(PREFIX)

    return routes


def _add(routes: APIRouter, hub: Hub, path: str, view: View) -> None:
    reader = Annotated[Person, Depends(needs(view.right))]

    def made(request: Request) -> Desk:
        with reading(hub.engine) as session:
            return view.make(session, hub, request)

    @routes.get(f"/{path}.json")
    def as_json(request: Request, _who: reader) -> Desk:
        return made(request)

    @routes.get(f"/{path}/{{sheet}}.csv")
    def as_csv(request: Request, sheet: str, _who: reader) -> Response:
        return _csv(made(request), sheet)

    @routes.get(f"/{path}")
    def as_html(request: Request, who: reader) -> HTMLResponse:
        try:
            desk = made(request)
        except HTTPException as error:
            return _html("refusal.html", error.status_code, who, detail=error.detail, **_BACK)
        shown = {"desk": desk, "role": hub.role, "menu": menu_for(who, hub.role), "prefix": PREFIX}
        return _html("desk.html", 200, who, query=_query(request), **shown)


def _query(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""


def _html(name: str, status: int, who: Person, **values: object) -> HTMLResponse:
    text = environment().get_template(name).render(who=who, **values)
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})


def _csv(desk: Desk, key: str) -> Response:
    sheet = next((one for one in desk.sheets if one.key == key), None)
    if sheet is None:
        known = ", ".join(one.key for one in desk.sheets)
        raise HTTPException(404, f"expected one of {known}, got {key!r}")
    text = to_csv(sheet.header, ([cell.text for cell in row] for row in sheet.rows))
    return Response(text, media_type="text/csv; charset=utf-8")
