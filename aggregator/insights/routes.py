"""The insights over HTTP: ``/api/v1/insights/…`` as JSON, and ``.csv`` beside every table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel

from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.insights import answers, body_answers, csv_tables, schemas, visit_answers, visit_tables
from aggregator.insights.index import Index
from aggregator.insights.query import Asked, Parameters, Question, UnknownSiteError, resolve
from aggregator.ports import Published
from shared.clock import Clock
from shared.ids import SiteId

PREFIX: Final = "/api/v1/insights"
"""Where the insights live."""

_Request = tuple[Index, Question]
_Reader = Annotated[Person, Depends(needs("read_insights"))]
_Exporter = Annotated[Person, Depends(needs("export_insights"))]
_Answer = TypeVar("_Answer", bound=BaseModel)


def router(published: Published, clock: Clock) -> APIRouter:
    """Return the routes; every number they give comes from a release and carries its interval."""
    routes = APIRouter(prefix=PREFIX, tags=["insights"])

    ask = _Ask(published, clock)
    _add(routes, ask, "summary", answers.summary_answer, None)
    _add(routes, ask, "footfall", _footfall, csv_tables.series_csv)
    _add(routes, ask, "occupancy", _occupancy, csv_tables.series_csv)
    _add(routes, ask, "dwell", answers.dwell_answer, csv_tables.dwell_csv)
    _add(routes, ask, "heatmap", answers.heatmap_answer, csv_tables.heatmap_csv)
    _add(routes, ask, "stores", answers.stores_answer, csv_tables.stores_csv)
    _add(routes, ask, "zones", answers.zones_answer, csv_tables.zones_csv)
    _add(routes, ask, "queue", _queue, csv_tables.series_csv)
    _add(routes, ask, "queue_hours", visit_answers.queue_hours_answer, visit_tables.queue_hours_csv)
    _add(routes, ask, "waits", visit_answers.waits_answer, visit_tables.waits_csv)
    _add(routes, ask, "funnel", visit_answers.funnel_answer, visit_tables.funnel_csv)
    _add(routes, ask, "flow", visit_answers.flow_answer, visit_tables.flow_csv)
    _add(routes, ask, "returns", visit_answers.returns_answer, visit_tables.returns_csv)
    _add(routes, ask, "shelves", visit_answers.shelves_answer, visit_tables.shelves_csv)
    _add(routes, ask, "groups", visit_answers.groups_answer, visit_tables.groups_csv)
    _add(routes, ask, "posture", body_answers.posture_answer, body_answers.bodies_csv)
    _add(routes, ask, "intent", body_answers.intent_answer, body_answers.bodies_csv)
    _add(routes, ask, "coverage", answers.coverage_answer, csv_tables.coverage_csv)
    return routes


def question_of(
    published: Published, clock: Clock, asked: Asked, sites: frozenset[SiteId] | None = None
) -> _Request:
    """Return what HQ holds of the sites (None: of all) and what is asked of it.

    Raises: HTTPException 404 or 422 saying what came; a site outside is as unknown as one that never was.
    """
    index = Index.build(published.releases(), published.layouts(), sites)
    try:
        return index, resolve(asked, index, clock.now())
    except UnknownSiteError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


@dataclass(frozen=True, slots=True)
class _Ask:
    published: Published
    clock: Clock

    def of(self, asked: Asked, who: Person) -> _Request:
        return question_of(self.published, self.clock, asked, who.sites)


def _footfall(index: Index, question: Question) -> schemas.SeriesAnswer:
    return answers.series_answer(index, question, "entries")


def _occupancy(index: Index, question: Question) -> schemas.SeriesAnswer:
    return answers.series_answer(index, question, "occupancy")


def _queue(index: Index, question: Question) -> schemas.SeriesAnswer:
    return answers.series_answer(index, question, "queue")


def _add(
    routes: APIRouter,
    ask: _Ask,
    name: str,
    build: Callable[[Index, Question], _Answer],
    table: Callable[[_Answer], str] | None,
) -> None:
    def as_json(asked: Parameters, who: _Reader) -> _Answer:
        return build(*ask.of(asked, who))

    def as_csv(asked: Parameters, who: _Exporter) -> Response:
        text = table(build(*ask.of(asked, who))) if table else ""
        return Response(text, media_type="text/csv; charset=utf-8")

    model = build.__annotations__["return"]
    routes.add_api_route(f"/{name}", as_json, response_model=model, name=name)
    if table:
        routes.add_api_route(f"/{name}.csv", as_csv, response_class=Response, name=f"{name}.csv")
