"""Landlock alone, without the filter in front of it: the second belt holds by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge_node.wall import landlock
from tests.support.confined import REPOSITORY

CODE = """
import json, os, socket, sys
from pathlib import Path
from edge_node.wall import landlock
from edge_node.wall.kernel import give_up_privileges
folder = Path(sys.argv[1])
listening = socket.create_server(("127.0.0.1", 0))
give_up_privileges()
abi = landlock.version()
readable = [Path(sys.prefix), Path(sys.base_prefix), folder / "read", folder / "none"]
landlock.confine_files(readable, [folder / "write"], abi=abi)
landlock.confine_network(abi=abi)
said = {}
for name, deed in {
    "read": lambda: (folder / "read" / "a").read_bytes(),
    "read elsewhere": lambda: (folder / "other").read_bytes(),
    "write": lambda: (folder / "read" / "a").write_bytes(b"x"),
    "write device": lambda: os.close(os.open(folder / "write", os.O_WRONLY)),
    "make": lambda: (folder / "read" / "new").touch(),
    "remove": lambda: (folder / "read" / "a").unlink(),
    "run": lambda: os.execv("/bin/true", ["true"]),
    "connect": lambda: socket.create_connection(listening.getsockname()),
    "signal": lambda: os.kill(os.getppid(), 0),
}.items():
    try:
        deed()
        said[name] = "went through"
    except OSError as error:
        said[name] = "refused"
print(json.dumps(said))
"""


def test_only_the_given_paths_can_be_used(tmp_path: Path) -> None:
    if landlock.version() < 6:
        pytest.skip(f"expected Landlock version 6 or later, got {landlock.version()}")
    (tmp_path / "read").mkdir()
    for name in ("read/a", "other", "write"):
        (tmp_path / name).write_bytes(b"x")

    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )

    passed = {name for name, outcome in json.loads(done.stdout).items() if outcome == "went through"}
    assert passed == {"read", "write device"}


def test_a_kernel_without_it_has_version_0(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> int:
        raise OSError(38, "not implemented")

    monkeypatch.setattr(landlock, "system_call", missing)

    assert landlock.version() == 0


def test_old_versions_confine_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "system_call", lambda *_: pytest.fail("expected no call"))

    landlock.confine_network(abi=3)
