"""Whoever answers is known by its key, or not spoken to."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from edge_node.uplink.tls import KeyedContext
from privacy.certificates import key_of_pem
from tests.support.certificates import certificate
from tests.support.serving import served

pytestmark = pytest.mark.live


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield a server under TLS: its address, its key, and the paths it was asked for."""
    app, asked, files = FastAPI(), list[str](), certificate(tmp_path)

    @app.get("/{path}")
    def take(path: str) -> str:
        asked.append(path)
        return path

    with served(app, certificate=files) as url:
        yield url, key_of_pem(files[0].read_bytes()), asked


def test_a_known_key_is_spoken_to_whoever_signed_it(server: tuple[str, str, list[str]]) -> None:
    url, key, asked = server

    with httpx.Client(verify=KeyedContext({key})) as client:
        assert client.get(f"{url}/hello").status_code == 200
    assert asked == ["hello"]


def test_another_key_hears_nothing(server: tuple[str, str, list[str]]) -> None:
    url, _, asked = server

    with httpx.Client(verify=KeyedContext({"0" * 64})) as client, pytest.raises(httpx.ConnectError):
        client.get(f"{url}/secret")
    assert asked == []


def test_without_keys_the_one_shown_is_noted(server: tuple[str, str, list[str]]) -> None:
    url, key, _ = server
    context = KeyedContext(None)

    with httpx.Client(verify=context) as client:
        client.get(f"{url}/hello")

    assert context.shown == key


def test_older_tls_is_not_spoken(server: tuple[str, str, list[str]]) -> None:
    assert KeyedContext(None).minimum_version == ssl.TLSVersion.TLSv1_3


def test_a_proxy_that_speaks_tls_itself_is_refused() -> None:
    with pytest.raises(ssl.SSLError, match="a proxy that speaks TLS"):
        KeyedContext(None).wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
