"""`shoal edge console` prints one link, answers on this machine alone, and ends when it is told so."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from edge_node.console.access import LINGERS, OPEN_WITHIN
from edge_node.console.serving import serve
from edge_node.errors import EdgeError
from tests.support.clock import FakeClock
from tests.support.learning_store import learning_store

pytestmark = pytest.mark.live


@pytest.fixture
def console(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    learning_store(tmp_path)
    started = subprocess.Popen(
        [sys.executable, "-m", "shared.cli", "edge", "console", "--json", "--home", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield started
    started.kill()
    started.communicate()


def test_the_link_opens_the_page_and_ctrl_c_ends_it(console: subprocess.Popen[str]) -> None:
    assert console.stdout is not None
    link = str(json.loads(console.stdout.readline())["url"])

    with httpx.Client() as browser:
        browser.get(link)
        page = browser.get(link.partition("/open")[0])
    stranger = httpx.get(link.partition("/open")[0])
    console.send_signal(signal.SIGINT)
    said, complained = console.communicate(timeout=30)

    assert urlsplit(link).hostname == "127.0.0.1"
    assert (page.status_code, stranger.status_code) == (200, 403)
    assert "date" in page.headers
    assert "server" not in page.headers
    assert (console.returncode, said) == (0, "")
    assert "Traceback" not in complained


def test_a_console_that_nobody_can_open_any_more_ends_by_itself(tmp_path: Path) -> None:
    clock, said = FakeClock(), list[str]()

    def announce(link: str) -> None:
        said.append(link)
        clock.advance((OPEN_WITHIN + LINGERS).total_seconds())

    serve(tmp_path, clock, announce)

    assert len(said) == 1


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(EdgeError, match="cannot listen on"),
    ):
        serve(tmp_path, FakeClock(), print, port=taken.getsockname()[1])
