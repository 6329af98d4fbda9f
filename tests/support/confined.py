"""A few lines of code run behind the wall in a process of their own, and what the kernel refused them."""

import json
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge_node.wall.refusals import RefusedCalls

REPOSITORY = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
NOBODY = 65534
_HARNESS = """
import json, os, socket, sys
from pathlib import Path
from edge_node.wall.confine import confine_calls, confine_files
end = socket.socket(fileno=int(sys.argv[1]))
said = {}
def attempt(name, deed):
    try:
        deed()
        said[name] = "went through"
    except Exception as error:
        said[name] = type(error).__name__
SETUP
abi = confine_files([Path(p) for p in READABLE], [], may_lack_landlock=False)
closed = confine_calls(end.fileno(), frozenset(), landlock_abi=abi)
socket.send_fds(end, [b"!"], [closed.listener])
os.close(closed.listener)
CODE
end.sendall(json.dumps(said).encode())
"""


@dataclass(frozen=True)
class Confined:
    """What the code saw and what the kernel counted."""

    said: dict[str, str]
    denied: Counter[str]


def confined(
    code: str, *, setup: str = "", readable: tuple[Path, ...] = (), as_nobody: bool = False
) -> Confined:
    """Run the code confined; it calls ``attempt(name, deed)`` for everything it tries."""
    ours, theirs = socket.socketpair()
    paths = repr([str(path) for path in readable])
    script = _HARNESS.replace("SETUP", setup).replace("READABLE", paths).replace("CODE", code)
    python = SYSTEM_PYTHON if as_nobody else sys.executable
    if as_nobody and not _nobody_can_import():
        pytest.skip("no system Python ≥ 3.11 that nobody may run on this checkout")
    with ours, theirs:
        process = subprocess.Popen(
            [python, "-c", script, str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            cwd="/",
            env={"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
            user=NOBODY if as_nobody else None,
        )
        theirs.close()
        ours.settimeout(20)
        _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
        refused = RefusedCalls(descriptors[0])
        said = json.loads(ours.recv(65536) or b"null")
        process.wait(10)
    return Confined(said, refused.finish(5))


def _nobody_can_import() -> bool:
    try:
        done = subprocess.run(
            [SYSTEM_PYTHON, "-c", "import edge_node.wall.confine"],
            env={"PYTHONPATH": str(REPOSITORY)},
            cwd="/",
            user=NOBODY,
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0
