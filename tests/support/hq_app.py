"""The smallest app that serves HQ's pages and insights as the leader does, under the real headers."""

from fastapi import FastAPI

from aggregator.consoles import routes as consoles
from aggregator.consoles.security import install
from aggregator.insights import routes as insights
from aggregator.ports import Published
from policies.loader import load_bundle
from shared.clock import Clock


def hq_app(published: Published, clock: Clock) -> FastAPI:
    """Return the app over what was published."""
    app = FastAPI()
    install(app)
    bundle = load_bundle()
    app.include_router(insights.router(published, clock))
    app.include_router(consoles.router(published, clock, lambda: bundle))
    return app
