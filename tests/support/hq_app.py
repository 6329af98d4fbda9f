"""The smallest app that serves HQ's pages and insights as the leader does, under the real headers."""

from fastapi import FastAPI, Request

from aggregator.accounts import guard
from aggregator.accounts.person import HERE, Person
from aggregator.consoles import files
from aggregator.consoles import routes as consoles
from aggregator.consoles.security import install
from aggregator.insights import routes as insights
from aggregator.ports import Published
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from shared.clock import Clock


def unnoted(_request: Request, _by: str) -> None:
    """Note nothing: what is looked at here are invented stores."""


def uncounted(_reason: str) -> None:
    """Count nothing."""


def hq_app(
    published: Published, clock: Clock, reader: Person | None = HERE, *, policy: PolicyBundle | None = None
) -> FastAPI:
    """Return the app over what was published, as the reader sees it; None: nobody signed in.

    policy: the one in force; left out, the shipped one.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    guard.install(app, guard.Access(lambda _token: reader, "leader", unnoted, uncounted))
    install(app)
    bundle = policy or load_bundle()
    app.include_router(insights.router(published, clock))
    app.include_router(consoles.router(published, clock, lambda: bundle))
    app.include_router(files.router())
    return app
