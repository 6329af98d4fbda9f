"""Serving the console on this machine alone, until a signal ends it."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from typing_extensions import override

from edge_node.console.access import Access
from edge_node.console.app import create_app
from edge_node.console.guard import LINK
from edge_node.errors import EdgeError
from shared.clock import Clock

LOOPBACK: Final = "127.0.0.1"
"""Nobody beyond this machine can reach it; there is no setting for another address."""


def serve(root: Path, clock: Clock, announce: Callable[[str], None], *, port: int = 0) -> None:
    """Serve until SIGTERM or SIGINT, or until nobody can get in any more.

    ``announce`` gets the link, once, when it can be opened.

    Port 0 takes a free one.  Raises: EdgeError when the port cannot be had.
    """
    try:
        listening = socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise EdgeError(f"cannot listen on {LOOPBACK}:{port}: {error.strerror or error}") from error
    host = f"{LOOPBACK}:{listening.getsockname()[1]}"
    access = Access(clock)
    app = create_app(root, clock, access=access, host=host)
    server = _Server(
        uvicorn.Config(
            app,
            ws="none",
            log_config=None,
            access_log=False,
            log_level="warning",  # what a person reads in the terminal is the link
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        ),
        is_up=lambda: announce(f"http://{host}{LINK}?token={access.link}"),
        is_over=lambda: access.is_over,
    )
    with listening:
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says so once it answers; a signal ends it in order, and is not raised again when all is done."""

    def __init__(
        self, config: uvicorn.Config, *, is_up: Callable[[], None], is_over: Callable[[], bool]
    ) -> None:
        super().__init__(config)
        self._is_up = is_up
        self._is_over = is_over

    @override
    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._is_over()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._is_up()
