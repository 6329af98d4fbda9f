"""An application on a real port of this machine, for tests that need a browser or a second server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def served(app: FastAPI, *, certificate: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[str]:
    """Serve the application on a free loopback port, under TLS with a certificate; yield its address.

    Answers bear no date: the clocks of tests are others.
    """
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        chain, key = certificate or (None, None)
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_level="error", ws="none", ssl_certfile=chain, ssl_keyfile=key, date_header=False
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        ready, begun = threading.Event(), server.startup

        async def startup(sockets: list[socket.socket] | None = None) -> None:
            await begun(sockets)
            ready.set()

        server.startup = startup
        thread.start()
        assert ready.wait(30)
        scheme = "https" if certificate else "http"
        yield f"{scheme}://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
