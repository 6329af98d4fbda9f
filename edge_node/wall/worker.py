"""The confined child, ``python -m edge_node.wall.worker DESCRIPTOR``, started by its parent only.

Order, each step narrowing what the next can do: take the job; confine files (while there is one thread); open
the camera; close the wall on every thread; only then load the model libraries (ONNX Runtime and MediaPipe
report to their vendors when they can, the first from its import on) and look at a frame.
"""

import importlib
import os
import socket
import sys
from functools import partial
from pathlib import Path

from edge_node.capture.source import RENDERED, SourceConfig
from edge_node.errors import CaptureError, CutOffError, FrozenError, ModelError, WallError
from edge_node.wall.channel import Channel
from edge_node.wall.confine import confine_calls, confine_files, open_cameras
from edge_node.wall.left_out import leave_out
from edge_node.wall.messages import Alive, Failure, Job, Ready, Switch

_JOB_TIMEOUT_S = 10.0
_PROBLEMS: dict[type[Exception], str] = {
    CaptureError: "capture",
    CutOffError: "cut_off",
    FrozenError: "frozen",
    ModelError: "model",
}
_OPENING = "edge_node.wall.opening"
_STAGES = {
    ("line", "direct"): "edge_node.wall.stages",
    ("line", "mediapipe"): "edge_node.wall.tasks",
    ("check", "direct"): "edge_node.wall.attempts",
    ("check", "mediapipe"): "edge_node.wall.attempts",
}
"""Imported by name, each in its turn: what an import may do depends on how far the wall is closed."""


def main(descriptor: int) -> int:
    """Do one job and return the exit status; every failure is told through the channel."""
    channel = Channel(socket.socket(fileno=descriptor))
    try:
        message = channel.receive(_JOB_TIMEOUT_S)
        if message is None or not isinstance(message[0], Job):
            raise WallError("expected a job through the wall, got none")
        _work(message[0], channel)
    except (CaptureError, ModelError, WallError) as error:
        problem = _PROBLEMS.get(type(error), "wall")
        return _fail(channel, Failure.model_validate({"problem": problem, "message": str(error)[:600]}))
    except Exception as error:  # told by name only: a message could hold anything
        return _fail(
            channel, Failure(problem="wall", message=f"expected no fault, got {type(error).__name__}")
        )
    return 0


def _work(job: Job, channel: Channel) -> None:
    readable, devices = _paths(job)
    abi = confine_files(readable, devices, may_lack_landlock=job.may_lack_landlock)
    camera = None if job.kind == "check" else importlib.import_module(_OPENING).open_camera(job.source)
    closed = confine_calls(channel.fileno(), open_cameras() - {channel.fileno()}, landlock_abi=abi)
    ready = Ready(landlock_abi=closed.landlock_abi, is_counted=closed.listener is not None)
    channel.send(ready, closed.listener)
    if closed.listener is not None:
        os.close(closed.listener)
    leave_out()
    line = importlib.import_module(_STAGES[job.kind, job.pose]).build(camera, job)
    channel.send(Alive())
    if camera is not None and job.source.is_live:
        camera.on_wait = partial(channel.send, Alive())
    wanted = _Wanted(channel, now=job.preview)
    for crossing in line.run(wanted):
        channel.send(crossing)
    channel.send(line.tally())


class _Wanted:
    """Whether previews are wanted, by what the parent said last."""

    def __init__(self, channel: Channel, *, now: bool) -> None:
        self._channel = channel
        self._now = now

    def __call__(self) -> bool:
        while self._channel.has_waiting():
            message = self._channel.receive(_JOB_TIMEOUT_S)
            if message is None:
                raise WallError("expected the parent, got the end of the channel")
            if isinstance(message[0], Switch):
                self._now = message[0].preview
        return self._now


def _paths(job: Job) -> tuple[list[Path], list[Path]]:
    readable = [Path(path) for path in job.models.values()]
    source: SourceConfig = job.source
    if source.kind == "usb":
        return readable, [Path(source.address)]
    if source.kind in ("file", "rendered"):
        readable.append(Path(source.address.removeprefix(RENDERED)))
    return readable, []


def _fail(channel: Channel, failure: Failure) -> int:
    try:
        channel.send(failure)
    except WallError:
        return 2
    return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
