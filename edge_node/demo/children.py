"""Child processes of the demo, started by ``shoal …`` command lines only and stopped by pid."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from edge_node.errors import EdgeError

STOP_AFTER_S = 10.0
"""How long a server may take to end after SIGTERM before it is killed."""


class ChildError(EdgeError):
    """A child of the demo failed; the message carries its last words."""


def run(arguments: Sequence[str], *, log: Path) -> dict[str, object]:
    """Run ``shoal`` with the arguments to its end and return the JSON object it printed.

    Raises: ChildError with the command and its last log lines when it exits non-zero or prints no object.
    """
    with log.open("ab") as sink:
        done = subprocess.run(
            _command(arguments), stdout=subprocess.PIPE, stderr=sink, env=_environment(), check=False
        )
    if done.returncode != 0:
        raise ChildError(f"'shoal {' '.join(arguments)}' exited {done.returncode}: {last_words(log)}")
    return _object(done.stdout.decode(), arguments)


@contextmanager
def serving(arguments: Sequence[str], *, log: Path) -> Iterator[Mapping[str, object]]:
    """Start ``shoal`` with the arguments, yield the JSON line it prints once it serves, and end it by pid.

    Raises: ChildError when it ends before it serves.
    """
    with log.open("ab") as sink:
        child = subprocess.Popen(_command(arguments), stdout=subprocess.PIPE, stderr=sink, env=_environment())
    try:
        stream: IO[bytes] = child.stdout  # type: ignore[assignment]  # a pipe was asked for
        line = stream.readline().decode()
        if not line:
            raise ChildError(f"'shoal {' '.join(arguments)}' ended before it served: {last_words(log)}")
        yield _object(line, arguments)
    finally:
        _end(child)


def last_words(log: Path, lines: int = 3) -> str:
    """Return the last lines of a child's log, joined."""
    text = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return " | ".join(text[-lines:]) or "it said nothing"


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "shared.cli", *arguments]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1"}


def _object(text: str, arguments: Sequence[str]) -> dict[str, object]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ChildError(f"'shoal {' '.join(arguments)}' printed no JSON object: {text[:80]!r}") from error
    if not isinstance(found, dict):
        raise ChildError(f"'shoal {' '.join(arguments)}' printed {type(found).__name__}, expected an object")
    return found


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=STOP_AFTER_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()
