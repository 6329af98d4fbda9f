"""One confined child seen from its parent: start it, read what crosses, count what it was refused, end it."""

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from edge_node.errors import (
    CaptureError,
    CutOffError,
    EdgeError,
    FrozenError,
    LostChildError,
    ModelError,
    WallError,
)
from edge_node.observations import FrameObservation
from edge_node.wall.channel import Channel, Crossing
from edge_node.wall.messages import Alive, Attempt, Failure, Job, Ready, Switch, Tally
from edge_node.wall.preview import Preview
from edge_node.wall.refusals import RefusedCalls

READY_TIMEOUT_S = 60.0
"""Loading the libraries and opening the camera, on a slow machine."""
SILENCE_S = 30.0
"""A child with a file that says nothing for this long is ended."""
LIVE_SILENCE_S = 3.0
"""With a live source a child says each second that it waits, so one that says nothing is stuck."""
_END_TIMEOUT_S = 5.0
_PROBLEMS: dict[str, type[EdgeError]] = {
    "capture": CaptureError,
    "cut_off": CutOffError,
    "frozen": FrozenError,
    "model": ModelError,
    "wall": WallError,
}


class Child:
    """A worker process and the parent's end of its channel."""

    def __init__(self, job: Job) -> None:
        """Start the child and wait until its wall is closed.

        Raises: CaptureError, ModelError or WallError as the child says why it cannot work.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _start(theirs.fileno())
        self._channel = Channel(ours)
        self._refused: RefusedCalls | None = None
        self.tally = Tally(frames=0, dropped={}, replaced=0, stage_s={})
        try:
            self._channel.send(job)
            self.ready = self._await_ready()
        except EdgeError:
            self.close()
            raise

    def crossings(self, silence_s: float = SILENCE_S) -> Iterator[FrameObservation | Preview | Attempt]:
        """Yield what crosses the wall until the child has done its job.

        Raises: CaptureError or ModelError as the child says; LostChildError if it dies, falls silent, or says
        what may not cross.
        """
        try:
            yield from self._said(silence_s)
        except WallError as error:
            raise LostChildError(str(error)) from error

    @property
    def process_id(self) -> int:
        """The child's process."""
        return self._process.pid

    def want_previews(self, *, wanted: bool) -> None:
        """Ask the child to make previews, or to stop."""
        self._channel.send(Switch(preview=wanted))

    def denied(self) -> Counter[str]:
        """Return the refused calls by name so far."""
        return self._refused.counts() if self._refused else Counter()

    def close(self) -> Counter[str]:
        """End the child and return its refused calls by name."""
        self._channel.close()
        try:
            self._process.wait(_END_TIMEOUT_S if self.tally.frames else 0.2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return self._refused.finish(_END_TIMEOUT_S) if self._refused else Counter()

    def _said(self, silence_s: float) -> Iterator[FrameObservation | Preview | Attempt]:
        patience_s = READY_TIMEOUT_S  # until the models are loaded
        while True:
            crossing, _ = self._next(patience_s)
            patience_s = silence_s
            if isinstance(crossing, Tally):
                self.tally = crossing
                return
            if isinstance(crossing, Alive):
                continue
            if not isinstance(crossing, FrameObservation | Preview | Attempt):
                raise WallError(f"expected frames through the wall, got {type(crossing).__name__}")
            yield crossing

    def _await_ready(self) -> Ready:
        crossing, listener = self._next(READY_TIMEOUT_S)
        if listener is not None:
            self._refused = RefusedCalls(listener)
        if not isinstance(crossing, Ready) or crossing.is_counted != (listener is not None):
            raise WallError(f"expected a closed wall, got {type(crossing).__name__}")
        return crossing

    def _next(self, timeout_s: float) -> tuple[Crossing, int | None]:
        message = self._channel.receive(timeout_s)
        if message is None:
            raise WallError(f"expected more through the wall, got the child's end ({self._status()})")
        if isinstance(message[0], Failure):
            raise _PROBLEMS[message[0].problem](message[0].message)
        return message

    def _status(self) -> str:
        try:
            return f"exit status {self._process.wait(_END_TIMEOUT_S)}"
        except subprocess.TimeoutExpired:
            return "still running"


def worker_environment() -> dict[str, str]:
    """Return what the child may know of its parent's environment, and what keeps its libraries quiet.

    One thread until the wall is closed is what Landlock needs; numpy's BLAS would start more.
    """
    return {
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "LANG": "C.UTF-8",
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TZ") if name in os.environ},
    }


def _start(descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-s", "-m", "edge_node.wall.worker", str(descriptor)],
        pass_fds=(descriptor,),
        env=worker_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("SHOAL_WALL_STDERR") else subprocess.DEVNULL,
    )
