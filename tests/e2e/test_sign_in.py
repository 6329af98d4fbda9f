"""An account made at the command line signs in at a real server under TLS, as if from another machine."""

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.clock import SystemClock
from tests.support.certificates import certificate
from tests.support.people import PASSWORD
from tests.support.visitor import Visitor

pytestmark = pytest.mark.live


class RealTime(SystemClock):
    """The machine's clock; who visits pages in real time does not move it."""

    def advance(self, _seconds: float) -> None:
        """Leave the clock alone."""


def shoal(*arguments: str) -> None:
    command = [sys.executable, "-m", "shared.cli", "hub", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A leader that `shoal hub` alone made, gave an administrator and serves under TLS."""
    home = tmp_path / "leader"
    shoal("init", "--role", "leader", "--home", str(home))
    cert, key = certificate(tmp_path)
    settings = (home / "config.toml").read_text()
    settings = settings.replace('tls_certificate = ""', f'tls_certificate = "{cert}"')
    settings = settings.replace('tls_key = ""', f'tls_key = "{key}"').replace("port = 8400", "port = 0")
    (home / "config.toml").write_text(settings)
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    file = str(tmp_path / "password")
    shoal(
        "account",
        "add",
        "ida",
        "--as",
        "admin",
        "--group",
        "all",
        "--password-file",
        file,
        "--home",
        str(home),
    )
    command = [sys.executable, "-m", "shared.cli", "hub", "serve", "--role", "leader", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"], ssl.create_default_context(cafile=str(cert))
        process.terminate()


def test_administrator_signs_in_over_tls_by_the_name_of_the_host(served: tuple[str, ssl.SSLContext]) -> None:
    """The name asked for is not this machine's, so the pages take the visitor for a stranger."""
    address, trust = served
    port = address.rpartition(":")[2]
    host = {"host": f"hq.example:{port}"}

    with httpx.Client(base_url=address, verify=trust, headers=host) as client:
        ida = Visitor(client, RealTime(), "ida")
        before = client.get("/account.json")
        codes = ida.sign_in()
        after = client.get("/account.json")

    assert before.status_code == 401
    assert codes.text.count("<li><code>") == 10
    assert (after.json()["name"], after.json()["role"]) == ("ida", "admin")


def test_same_visitor_in_the_clear_is_refused_by_another_name(tmp_path: Path) -> None:
    home = tmp_path / "leader"
    shoal("init", "--role", "leader", "--home", str(home))
    command = [sys.executable, "-m", "shared.cli", "hub", "serve", "--role", "leader", "--home", str(home)]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["url"]

        found = httpx.get(f"{address}/hq", headers={"host": "hq.example"})
        process.terminate()

    assert found.status_code == 403
