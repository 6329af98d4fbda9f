"""The compliance console over HTTP: each page as HTML, the same page as JSON, each of its tables as CSV."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from aggregator.compliance import budgets, log_page, overview, pages, purposes, refusals, versions
from aggregator.compliance.model import Desk
from aggregator.consoles.templating import environment
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.insights.table import to_csv

PREFIX: Final = "/compliance"
MENU: Final = (
    (overview.KEY, "Overview"),
    (purposes.KEY, "Policies"),
    (versions.KEY, "Versions"),
    (budgets.KEY, "Budgets"),
    (refusals.KEY, "Refusals"),
    (log_page.KEY, "Audit log"),
)
"""The pages of the menu, in the order of a first visit."""
PAGES: Final = {
    overview.KEY: pages.overview_page,
    purposes.KEY: pages.purposes_page,
    f"{purposes.KEY}/{{purpose}}": pages.purpose_page,
    versions.KEY: pages.versions_page,
    versions.CHANGES: pages.changes_page,
    budgets.KEY: pages.budgets_page,
    refusals.KEY: pages.refusals_page,
    log_page.KEY: pages.audit_log_page,
}
"""Every page by its address below the prefix."""

_BACK = {"back": f"{PREFIX}/{overview.KEY}", "back_label": "Show what needs a person"}

Make = Callable[[Session, Hub, Request], Desk]


def router(hub: Hub) -> APIRouter:
    """Return the console's routes for one aggregator: each role shows what it holds itself."""
    routes = APIRouter(prefix=PREFIX, tags=["pages"], include_in_schema=False)

    @routes.get("")
    def root() -> RedirectResponse:
        return RedirectResponse(f"{PREFIX}/{overview.KEY}")

    for path, make in PAGES.items():
        _add(routes, hub, path, make)
    return routes


def _add(routes: APIRouter, hub: Hub, path: str, make: Make) -> None:
    def made(request: Request) -> Desk:
        with reading(hub.engine) as session:
            return make(session, hub, request)

    @routes.get(f"/{path}.json")
    def as_json(request: Request) -> Desk:
        return made(request)

    @routes.get(f"/{path}/{{sheet}}.csv")
    def as_csv(request: Request, sheet: str) -> Response:
        return _csv(made(request), sheet)

    @routes.get(f"/{path}")
    def as_html(request: Request) -> HTMLResponse:
        try:
            desk = made(request)
        except HTTPException as error:
            return _html("refusal.html", error.status_code, detail=error.detail, **_BACK)
        query = f"?{request.url.query}" if request.url.query else ""
        return _html("desk.html", 200, desk=desk, role=hub.role, menu=MENU, prefix=PREFIX, query=query)


def _html(name: str, status: int, **values: object) -> HTMLResponse:
    text = environment().get_template(name).render(**values)
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})


def _csv(desk: Desk, key: str) -> Response:
    sheet = next((one for one in desk.sheets if one.key == key), None)
    if sheet is None:
        known = ", ".join(one.key for one in desk.sheets)
        raise HTTPException(404, f"expected one of {known}, got {key!r}")
    text = to_csv(sheet.header, ([cell.text for cell in row] for row in sheet.rows))
    return Response(text, media_type="text/csv; charset=utf-8")
