"""The line on the server's side: ingest → aggregate → release → insights → consoles, as one web application.

Source: shared/wire/PROTOCOL.md §9.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from aggregator.accounts import guard
from aggregator.accounts import routes as account_routes
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.reception import reception_of
from aggregator.accounts.sessions import who_is
from aggregator.adoption import routes as adoption_routes
from aggregator.aggregate import routes as aggregate_routes
from aggregator.answers import plain_problem
from aggregator.audit import sighting_routes
from aggregator.audit.reads import counting, noting
from aggregator.background import Rounds
from aggregator.bodies import TooLargeError
from aggregator.compliance import routes as compliance_routes
from aggregator.consoles import files, security
from aggregator.consoles import routes as console_routes
from aggregator.consoles.learning import routes as learning_pages
from aggregator.consoles.learning.page import TITLE
from aggregator.database import reading
from aggregator.errors import DatabaseError
from aggregator.federated import model_routes
from aggregator.federated import routes as round_routes
from aggregator.fleet import routes as fleet_routes
from aggregator.hub import Hub
from aggregator.ingest import routes as ingest_routes
from aggregator.ingest.writer import GroupWriter
from aggregator.insights import routes as insight_routes
from aggregator.release.gate import Gate
from aggregator.release.published import PublishedReleases
from aggregator.signage import routes as signage_routes
from policies.schema import PolicyBundle

_log = logging.getLogger(__name__)


def create_app(
    hub: Hub,
    *,
    gate: Gate | None = None,
    rounds: Rounds | None = None,
    passwords: Passwords | None = None,
) -> FastAPI:
    """Return the application of one aggregator; insights are the leader's, the compliance console is both's.

    ``rounds`` is the background work to start and stop with it, ``passwords`` how they are hashed.
    """
    writer = GroupWriter(hub)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        writer.start()
        if rounds is not None:
            rounds.start()
        yield
        if rounds is not None:
            rounds.stop()
        writer.stop()

    app = FastAPI(
        title=f"Shoal {hub.role}", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    who = who_is(hub.engine, hub.clock, has_oidc=bool(hub.config.oidc.issuer))
    access = guard.Access(who, hub.role, noting(hub), counting(hub))
    guard.install(app, access)
    security.install(app)  # outermost, so that refusals carry the headers too
    app.include_router(fleet_routes.router(hub))
    app.include_router(adoption_routes.router(hub))
    app.include_router(signage_routes.router(hub))
    app.include_router(ingest_routes.router(hub.role, writer))
    if hub.role == "leader":
        app.include_router(model_routes.router(hub))
    if hub.role == "helper":
        app.include_router(sighting_routes.router(hub))
        app.include_router(aggregate_routes.router(hub, gate or Gate()))
        app.include_router(round_routes.router(hub, gate or Gate()))
    if hub.config.pages:
        app.include_router(account_routes.router(reception_of(hub, access, passwords or Passwords())))
        _add_pages(app, hub)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"role": hub.role, "status": "ok"}

    _answer_errors_as_problems(app)
    guard.expect_declared(app)
    return app


def _add_pages(app: FastAPI, hub: Hub) -> None:
    app.include_router(files.router())
    app.include_router(compliance_routes.router(hub))
    if hub.role == "helper":
        app.include_router(compliance_routes.first_page())
        return
    published = PublishedReleases(hub.engine)
    app.include_router(insight_routes.router(published, hub.clock))
    app.include_router(learning_pages.router(hub))
    others = ((learning_pages.ADDRESS, TITLE),)
    newest = partial(_newest_policy, hub)
    app.include_router(console_routes.router(published, hub.clock, newest, beside=others))


def _newest_policy(hub: Hub) -> PolicyBundle | None:
    with reading(hub.engine) as session:
        known = hub.policies.refresh(session).values()
    newest = max(known, key=lambda adopted: adopted.version, default=None)
    return newest.bundle if newest else None


def _answer_errors_as_problems(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return guard.refusal(request, error.status_code, error.detail)

    @app.exception_handler(TooLargeError)
    async def too_large(_request: Request, error: TooLargeError) -> Response:
        return plain_problem(413, str(error))

    @app.exception_handler(DatabaseError)
    async def unavailable(_request: Request, error: DatabaseError) -> Response:
        _log.warning("%s", error)
        return plain_problem(503, "the database is not available just now", retry_after_s=2)

    @app.exception_handler(Exception)
    async def failed(_request: Request, error: Exception) -> Response:
        _log.error("a request failed", exc_info=error)
        return plain_problem(500, "something failed here; the log says what")
