"""Who may reach what before anybody is asked who they are.

Without accounts the pages are for this machine alone; with accounts they are shown to other machines too, by
TLS and after a sign-in (`accounts.guard`). The protocol's own calls authenticate by signature, open to all.

A server listens beyond loopback only with a certificate. Both rules fail closed.
"""

from collections.abc import Callable
from typing import Final

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from aggregator.answers import plain_problem
from aggregator.errors import HomeError
from shared.wire.pairing import is_loopback

PROTOCOL_PATHS: Final = ("/v1/", "/healthz")
"""What edges and the other aggregator call; everything else is for people."""


def check_binding(host: str, *, has_certificate: bool) -> None:
    """Refuse to listen in the clear where others can listen in. Raises: HomeError."""
    if not is_loopback(host) and not has_certificate:
        raise HomeError(
            f"expected a loopback address or a certificate, got host {host!r} and none; "
            "set tls_certificate and tls_key, or use --host 127.0.0.1"
        )


class PagesForThisMachine:
    """Middleware: pages answer loopback clients that ask for a loopback name; others by TLS, to sign in."""

    def __init__(self, app: ASGIApp, *, has_accounts: Callable[[], bool]) -> None:
        self._app = app
        self._has_accounts = has_accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to everyone else."""
        if scope["type"] != "http" or scope["path"].startswith(PROTOCOL_PATHS) or _is_local(scope):
            await self._app(scope, receive, send)
            return
        refused = "the pages are shown on this machine only until there are accounts and TLS"
        if scope["scheme"] == "https" and await run_sync(self._has_accounts):
            await self._app(scope, receive, send)
            return
        await plain_problem(403, refused)(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    """True when the client is here, and the name it asks for is too (else: another site's DNS rebinding)."""
    client = scope.get("client")
    named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    host = named.rpartition(":")[0] if named.rpartition(":")[2].isdecimal() else named
    return client is not None and is_loopback(client[0]) and is_loopback(host.strip("[]"))
