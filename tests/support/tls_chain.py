"""Leader and helper behind TLS on loopback, and somebody who stands in between."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from fastapi import FastAPI, Request, Response

from aggregator.administration import invite
from aggregator.app import create_app
from aggregator.config import Change, with_changes
from aggregator.hub import Hub
from shared.wire.codec import Role
from tests.support.certificates import certificate
from tests.support.clock import FakeClock
from tests.support.hub_world import make_template, open_copy
from tests.support.serving import served
from tests.support.two_hubs import ROLES
from tests.support.vector_world import NOW


@dataclass
class TlsChain:
    """Both aggregators under TLS with certificates of their own, in the time of the vectors."""

    clock: FakeClock
    hubs: dict[Role, Hub]
    urls: dict[Role, str]
    files: dict[Role, tuple[Path, Path]]

    def code(self, role: Role, url: str = "") -> str:
        """Return a pairing code; with another address, somebody has led the store astray."""
        site = "Altona" if role == "leader" else ""
        return invite(self.hubs[role], site=site, url=url or self.urls[role], replaces=True).code


@contextmanager
def tls_chain(folder: Path) -> Iterator[TlsChain]:
    """Serve both until the block ends."""
    clock = FakeClock(NOW)
    hubs, urls, files = dict[Role, Hub](), dict[Role, str](), dict[Role, tuple[Path, Path]]()
    with ExitStack() as running:
        for role in ROLES:
            files[role] = certificate(folder, f"{role}-")
            hubs[role] = under_tls(_hub(folder, role, clock), files[role])
            running.callback(hubs[role].engine.dispose)
            urls[role] = running.enter_context(served(create_app(hubs[role]), certificate=files[role]))
        yield TlsChain(clock, hubs, urls, files)


def under_tls(hub: Hub, files: tuple[Path, Path]) -> Hub:
    """Return the aggregator as it is configured with the certificate."""
    changes = [Change("tls_certificate", str(files[0])), Change("tls_key", str(files[1]))]
    return replace(hub, config=with_changes(hub.config, *changes))


def _hub(folder: Path, role: Role, clock: FakeClock) -> Hub:
    return open_copy(make_template(folder / f"{role} home", role), folder / role, clock)


@dataclass
class Between:
    """Somebody who passes everything on, and reads it."""

    url: str = ""
    read: list[tuple[str, bytes]] = field(default_factory=list)
    """(path, body) of every request, the questions of who is there left out."""
    identity: bytes | None = None
    """What is answered to the question of who is there; None passes it on."""


@contextmanager
def somebody_between(folder: Path, url: str) -> Iterator[Between]:
    """Serve somebody with a certificate of theirs who passes on to the address."""
    app, between = FastAPI(), Between()

    @app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
    async def pass_on(path: str, request: Request) -> Response:
        body = await request.body()
        if path == "v1/identity" and between.identity is not None:
            return Response(between.identity, media_type="application/json")
        if path != "v1/identity":
            between.read.append((path, body))
        kind = {"content-type": request.headers.get("content-type", "")}
        async with httpx.AsyncClient(base_url=url, verify=False) as onward:  # noqa: S501 - trusts anybody
            asked = f"/{path}?{request.url.query}"
            answer = await onward.request(request.method, asked, content=body, headers=kind)
        return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))

    with served(app, certificate=certificate(folder, "between-")) as own:
        between.url = own
        yield between
