"""Child processes of the demo, started by ``shoal …`` command lines only and stopped by pid."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from edge_node.errors import EdgeError

STOP_AFTER_S = 10.0
"""How long a server may take to end after SIGTERM before it is killed."""


WATCH_EVERY_S = 1.0
"""Between two looks at what a child depends on."""


class ChildError(EdgeError):
    """A child of the demo failed; the message carries its last words."""


class Children:
    """The children of one demo: while it lives it starts them, and none of them outlives its ending."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_over = False
        self._lock = threading.Lock()

    def run(
        self, arguments: Sequence[str], *, log: Path, watch: Callable[[], None] = lambda: None
    ) -> dict[str, object]:
        """Run ``shoal`` with the arguments to its end and return the JSON object it printed.

        watch: called every second meanwhile; what it raises ends the child.
        Raises: ChildError with the command and its last log lines when it exits non-zero or prints no object.
        """
        child = self._start(arguments, log)
        try:
            printed = _printed(child, watch)
        finally:
            self._end(child)
        if child.returncode != 0:
            raise ChildError(f"'shoal {' '.join(arguments)}' exited {child.returncode}: {last_words(log)}")
        return _object(printed.decode(), arguments)

    @contextmanager
    def serving(self, arguments: Sequence[str], *, log: Path) -> Iterator[Mapping[str, object]]:
        """Start ``shoal`` with the arguments, yield the JSON line it prints once it serves, end it by pid.

        Raises: ChildError when it ends before it serves.
        """
        child = self._start(arguments, log)
        try:
            stream: IO[bytes] = child.stdout  # type: ignore[assignment]  # a pipe was asked for
            line = stream.readline().decode()
            if not line:
                raise ChildError(f"'shoal {' '.join(arguments)}' ended before it served: {last_words(log)}")
            yield _object(line, arguments)
        finally:
            self._end(child)

    def end_all(self) -> None:
        """End every child that runs; from now on none is started.

        A thread that waits in `run` then gets its ChildError.
        """
        with self._lock:
            self._is_over = True
            running = list(self._running)
        for child in running:
            child.terminate()

    def _start(self, arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        with self._lock, log.open("ab") as sink:
            if self._is_over:
                raise ChildError("the demo is ending")
            child = subprocess.Popen(
                _command(arguments), stdout=subprocess.PIPE, stderr=sink, env=_environment()
            )
            self._running.add(child)
        return child

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        _end(child)
        with self._lock:
            self._running.discard(child)


def _printed(child: subprocess.Popen[bytes], watch: Callable[[], None]) -> bytes:
    while True:
        try:
            return child.communicate(timeout=WATCH_EVERY_S)[0]
        except subprocess.TimeoutExpired:
            watch()


def said(arguments: Sequence[str]) -> str:
    """Run ``shoal`` with the arguments to its end and return what it printed. Raises: ChildError."""
    done = subprocess.run(
        _command(arguments), capture_output=True, text=True, env=_environment(), check=False
    )
    if done.returncode != 0:
        raise ChildError(f"'shoal {' '.join(arguments)}' exited {done.returncode}: {done.stderr.strip()}")
    return done.stdout


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
