"""Serving: one process, one port, until a signal ends it.

Standard output carries one line, the address, once the server answers; logs go to standard error.
"""

import json
import logging
import signal
import socket
import ssl
from collections.abc import Callable
from functools import partial
from types import FrameType

import uvicorn
from typing_extensions import override

from aggregator.adoption.publishing import keep
from aggregator.app import create_app
from aggregator.audit.log import note
from aggregator.auth import check_binding
from aggregator.background import Rounds, one_turn, renew_key
from aggregator.database import writing
from aggregator.errors import HomeError, PeerError
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.retention.sweep import SWEEP_EVERY, sweep
from aggregator.revision import expect
from aggregator.rounds import connect, fetch_policy
from shared.wire.pairing import is_loopback

_log = logging.getLogger(__name__)


def serve(hub: Hub, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``announce`` gets one JSON line ``{"role", "url"}``.

    Raises: HomeError when it may not or cannot listen; DatabaseError for a database at another revision;
    policies.errors.PolicyError for a policy file that does not hold.
    """
    config = hub.config
    check_binding(config.host, has_certificate=bool(config.tls_certificate))
    if not (is_loopback(config.host) or config.public_url):
        raise HomeError(f"expected public_url in config.toml, since edges cannot reach {config.host!r} by it")
    expect(hub.engine)
    sweep(hub)
    _prepare_policy(hub)
    renew_key(hub)
    gate = Gate()
    rounds = Rounds(partial(one_turn, hub, gate), config.release_every_s)
    sweeps = Rounds(partial(sweep, hub), SWEEP_EVERY.total_seconds())  # a round may take longer than that
    app = create_app(hub, gate=gate, rounds=rounds)
    listening = _listen(config.host, config.port)
    url = _url(hub, listening.getsockname()[1])
    server = _Server(
        uvicorn.Config(
            app,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=config.tls_certificate or None,
            ssl_keyfile=config.tls_key or None,
        ),
        partial(_is_up, hub, url, announce),
    )
    _note(hub, "started", url)
    sweeps.start()
    try:
        server.run(sockets=[listening])
    except (OSError, ssl.SSLError) as error:
        raise HomeError(f"cannot serve at {url}: {error}") from error
    finally:
        sweeps.stop()
        hub.home.address_file.unlink(missing_ok=True)
        _note(hub, "stopped", url)


class _Server(uvicorn.Server):
    """Says so once it answers; a signal ends it in order, and is not raised again when all is done."""

    def __init__(self, config: uvicorn.Config, is_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._is_up = is_up

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._is_up()


def _is_up(hub: Hub, url: str, announce: Callable[[str], None]) -> None:
    hub.home.address_file.write_text(url, encoding="utf-8")
    _log.info("serving", extra={"role": hub.role, "url": url})
    announce(json.dumps({"role": hub.role, "url": url}))


def _note(hub: Hub, event: str, url: str) -> None:
    with writing(hub.engine) as session:
        note(session, "server", hub.role, {"event": event, "url": url}, at=hub.clock.now())


def _prepare_policy(hub: Hub) -> None:
    """Adopt the home's policy file; the leader also asks the helper, if it answers."""
    held = hub.home.policy()
    if held is not None:
        keep(hub, [held])
    helper = connect(hub) if hub.role == "leader" else None
    if helper is None:
        return
    try:
        fetch_policy(hub, helper)
    except PeerError as error:
        _log.warning("%s", error)
    finally:
        helper.client.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise HomeError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error


def _url(hub: Hub, port: int) -> str:
    if hub.config.public_url:
        return hub.config.public_url
    scheme = "https" if hub.config.tls_certificate else "http"
    return f"{scheme}://{hub.config.host}:{port}"
