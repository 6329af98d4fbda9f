"""Style sheets, script and mark: open to any browser on this machine, for they say nothing of a store."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from edge_node.console.guard import FILES

_HELD: Final = {
    "page.css": ("edge_node.public", "page.css", "text/css; charset=utf-8"),
    "mark.svg": ("edge_node.public", "mark.svg", "image/svg+xml"),
    "console.css": ("edge_node.console", "static/console.css", "text/css; charset=utf-8"),
    "console.js": ("edge_node.console", "static/console.js", "text/javascript; charset=utf-8"),
}
"""Where each lies and what it is; the first two are the public page's own: a store has one look."""


def router() -> APIRouter:
    """Return the route of every file."""
    routes = APIRouter()

    @routes.get(FILES + "{name}")
    def file(name: str) -> Response:
        if name not in _HELD:
            raise HTTPException(404, "no such file")
        package, path, kind = _HELD[name]
        content = files(package).joinpath(path).read_bytes()
        return Response(_alone(content) if path == "mark.svg" else content, headers={"content-type": kind})

    return routes


def _alone(svg: bytes) -> bytes:
    """Return a drawing that was made to stand inside a page as a file of its own."""
    return svg.replace(b"<svg ", b'<svg xmlns="http://www.w3.org/2000/svg" fill="#0e7c86" ', 1)
