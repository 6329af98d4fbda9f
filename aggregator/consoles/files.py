"""The files that pages are made with: our own, and Plotly's script from the installed wheel."""

from pathlib import PurePosixPath

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from aggregator.accounts.guard import Anyone
from aggregator.consoles.plotly_script import CACHE_FOREVER, plotly_script
from aggregator.consoles.templating import STATIC_TYPES, static_file


def router() -> APIRouter:
    """Return the files' routes: the same for everybody, signed in or not, and about nobody."""
    routes = APIRouter(tags=["pages"], include_in_schema=False, dependencies=[Depends(Anyone())])

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

    return routes
