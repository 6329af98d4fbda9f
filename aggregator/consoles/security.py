"""The headers under which every page and answer is served: nothing from outside, nothing inline, no frame."""

from typing import Final

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # a floor map is drawn on a canvas and shown as a data: image
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No third party, no inline script, no inline style: what is not listed is refused by the browser."""

HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Set on every response, whatever route made it."""


UNCACHED: Final = "no-store"
"""For whatever says nothing else of caching: the next person at this browser sees nothing of the last."""


def install(app: FastAPI) -> None:
    """Put the headers on every response of the app."""
    app.add_middleware(SecurityHeaders)


class SecurityHeaders:
    """Pure ASGI: adds the headers as the response starts and touches nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", UNCACHED)
            await send(message)

        await self._app(scope, receive, with_headers)
