"""What `shoal edge check` tries from inside the closed wall: what must not work, and a vendor's own try."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import numpy as np

from edge_node.pose.mediapipe import MediaPipePeople
from edge_node.pose.models import BODY, BODY_FINDER
from edge_node.wall.messages import Attempt, Job, Tally
from edge_node.wall.stages import weights

_DISCARD_PORT = 9
_VENDOR_WAIT_S = 2.0
"""MediaPipe looks up its vendor's host from a thread of its own, within about a second of being created."""


_GLANCE_S, _PATIENCE_S = 0.005, 10.0


class Attempts:
    """Stands where the line would: yields one message per thing tried."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def run(self, wants_preview: Callable[[], bool]) -> Iterator[Attempt]:
        """Yield what each attempt came to, as the program saw it; the kernel's count is the parent's.

        The next one waits until the parent has turned its switch: then it has read the counts of this one.
        """
        turns = cycle((True, False))
        yield Attempt(name="load the libraries", outcome="loaded")
        _await(wants_preview, next(turns))
        staged: dict[str, Callable[[], object]] = {
            "connect to a host": _connect,
            "look up a host": lambda: socket.getaddrinfo("example.invalid", 443),
            "write a file": lambda: Path("/tmp/shoal-check").write_bytes(b"x"),  # noqa: S108  # must not work
            "make a folder": lambda: Path("/tmp/shoal-check").mkdir(),  # noqa: S108  # must not work
            "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606  # must not work
            "start a process": os.fork,
            "pose by MediaPipe Tasks": self._infer,
        }
        for name, deed in staged.items():
            yield Attempt(name=name, outcome=_outcome(deed))
            _await(wants_preview, next(turns))

    def tally(self) -> Tally:
        """Return empty counts: no frame was seen."""
        return Tally(frames=0, dropped={}, replaced=0, stage_s={})

    def _infer(self) -> str:
        finder = MediaPipePeople(weights(self._job, BODY_FINDER), weights(self._job, BODY))
        boxes, _ = finder.find(np.zeros((240, 320, 3), np.uint8))
        time.sleep(_VENDOR_WAIT_S)
        finder.close()
        return f"ran, {len(boxes)} people in an empty frame"


def build(camera: None, job: Job) -> Attempts:
    """Return the attempts of the job; no camera is opened for them."""
    return Attempts(job)


def _await(switch: Callable[[], bool], turn: bool) -> None:  # noqa: FBT001  # the switch's own type
    deadline_s = time.monotonic() + _PATIENCE_S
    while switch() is not turn and time.monotonic() < deadline_s:
        time.sleep(_GLANCE_S)


def _connect() -> None:
    with socket.socket() as end:
        end.connect(("127.0.0.1", _DISCARD_PORT))


def _outcome(deed: Callable[[], object]) -> str:
    try:
        result = deed()
    except Exception as error:
        return f"{type(error).__name__}: {getattr(error, 'strerror', None) or 'refused'}"[:200]
    return result if isinstance(result, str) else "went through"
