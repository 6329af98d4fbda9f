"""The console as one web application: the guard before, the routes behind."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from edge_node.console import deeds, entrance, files, routes
from edge_node.console.access import Access
from edge_node.console.guard import HEADERS, Guard
from shared.clock import Clock

_FAILED: Final = "Something failed here; the log says what.\n"


def create_app(root: Path, clock: Clock, *, access: Access, host: str) -> FastAPI:
    """Return the application for the store's home, answering to ``host`` (``127.0.0.1:PORT``) alone."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(entrance.router(access, host))
    app.include_router(routes.router(root, clock))
    app.include_router(deeds.router(root, clock, access))
    app.include_router(files.router())
    app.add_middleware(Guard, access=access, host=host)

    @app.exception_handler(Exception)
    def failed(_request: Request, _error: Exception) -> PlainTextResponse:
        return PlainTextResponse(_FAILED, status_code=500, headers=HEADERS)

    return app
