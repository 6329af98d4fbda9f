"""What stands before every route: the console's own address, its session, and headers that let nothing in.

A request under another host name is answered 421: a page of the internet whose name is made to point here is
told nothing. Without a session everything but the printed link is 403, whatever the route.
"""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge_node.console.access import Access
from edge_node.console.rendering import closed_page
from edge_node.console.wording import preferred

LINK: Final = "/open"
"""Where the printed link leads."""

FILES: Final = "/static/"
"""Style sheets and scripts, which say nothing of a store."""

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No third party, nothing inline: what is not listed is refused by the browser."""

HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # without one a browser does not say where a form is from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Set on every response, whatever made it; that of a failure is made outside and sets them itself."""

_ELSEWHERE: Final = "This is the console of a store, under the address that was printed alone.\n"
_NOT_FROM_HERE: Final = "Expected a form of this page.\n"
_READING: Final = frozenset({"GET", "HEAD"})


class Guard:
    """Pure ASGI; sets ``scope["session"]`` for the routes."""

    def __init__(self, app: ASGIApp, *, access: Access, host: str) -> None:
        """Serve under the host, ``127.0.0.1:PORT``, alone."""
        self._app = app
        self._access = access
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._refusal(scope) or self._app
        await answer(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        if headers.get("host", "").lower() != self._host:
            return PlainTextResponse(_ELSEWHERE, status_code=421)
        if path == LINK or path.startswith(FILES):
            return None
        session = self._access.session(
            cookie_parser(headers.get("cookie", "")).get(cookie_name(self._host), "")
        )
        if session is None:
            language = preferred(headers.get("accept-language", ""))
            return HTMLResponse(closed_page(language), status_code=403)
        if scope["method"] not in _READING and headers.get("origin") != f"http://{self._host}":
            return PlainTextResponse(_NOT_FROM_HERE, status_code=403)
        scope["session"] = session
        return None


def cookie_name(host: str) -> str:
    """Return the cookie's name: cookies know no ports, so that of another console here has another name."""
    return f"shoal-console-{host.rpartition(':')[2]}"
