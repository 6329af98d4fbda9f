"""An application on a real port of this machine, for tests that need a browser or a second server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve the application on a free loopback port and yield its address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        ready, begun = threading.Event(), server.startup

        async def startup(sockets: list[socket.socket] | None = None) -> None:
            await begun(sockets)
            ready.set()

        server.startup = startup
        thread.start()
        assert ready.wait(30)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
