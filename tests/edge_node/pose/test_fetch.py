"""Fetching from an address that is down, one that lies, one that works; and out of the wheel."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import httpx
import pytest

from edge_node.errors import ModelError
from edge_node.pose.fetch import Fetcher
from edge_node.pose.models import ModelFile

CONTENT = b"w" * 100_000
SHA = hashlib.sha256(CONTENT).hexdigest()


def _answer(request: httpx.Request) -> httpx.Response:
    if request.url.host == "down":
        raise httpx.ConnectError("no route", request=request)
    return httpx.Response(200, content=CONTENT if request.url.host == "good" else b"other")


def _fetcher(seen: list[tuple[str, int, int]]) -> Fetcher:
    client = httpx.Client(transport=httpx.MockTransport(_answer))
    return Fetcher(lambda *step: seen.append(step), client=client)


def test_the_first_address_that_gives_the_pinned_bytes_wins(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    model = ModelFile("m.onnx", SHA, addresses=("https://down/m", "https://lies/m", "https://good/m"))

    _fetcher(seen)(model, tmp_path / "m")

    assert (tmp_path / "m").read_bytes() == CONTENT
    assert seen[-1] == ("m.onnx", len(CONTENT), len(CONTENT))


def test_every_way_that_failed_is_named(tmp_path: Path) -> None:
    model = ModelFile("m.onnx", SHA, addresses=("https://down/m", "https://lies/m"))

    with pytest.raises(ModelError, match=r"down: no route; lies: expected m.onnx with SHA-256"):
        _fetcher([])(model, tmp_path / "m")


def test_the_wheel_is_downloaded_once_for_all_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []

    def download(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        runs.append(command)
        with zipfile.ZipFile(Path(command[command.index("--dest") + 1]) / "mediapipe.whl", "w") as wheel:
            wheel.writestr("a", b"one")
            wheel.writestr("b", b"two")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("edge_node.pose.fetch.subprocess.run", download)
    fetcher = _fetcher([])

    for member in ("a", "b"):
        fetcher(ModelFile(member, SHA, wheel_member=member), tmp_path / member)

    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes(), len(runs)) == (b"one", b"two", 1)


def test_a_pip_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "ERROR: no network")
    monkeypatch.setattr("edge_node.pose.fetch.subprocess.run", lambda *_, **__: failed)

    with pytest.raises(ModelError, match="no network"):
        _fetcher([])(ModelFile("m", SHA, wheel_member="m"), tmp_path / "m")


def test_a_wheel_without_the_member_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mediapipe-0.10.21.whl", "w"):
        pass

    with pytest.raises(ModelError, match="inside mediapipe"):
        _fetcher([])(ModelFile("m", SHA, wheel_member="m"), tmp_path / "m")
