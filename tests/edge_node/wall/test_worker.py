"""A worker that is given nonsense says so and ends."""

import os
import socket
import subprocess
import sys

import pytest

from edge_node.capture.source import SourceConfig
from edge_node.wall.channel import Channel, Crossing
from edge_node.wall.child import worker_environment
from edge_node.wall.messages import Failure, Job, Ready, Switch


def _answer(message: Crossing | None) -> tuple[Crossing | None, int]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        command = [sys.executable, "-m", "edge_node.wall.worker", str(theirs.fileno())]
        environment = worker_environment()
        process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), env=environment)
        theirs.close()
        channel = Channel(ours)
        if message is None:
            ours.shutdown(socket.SHUT_WR)
        else:
            channel.send(message)
        answer, listener = channel.receive(20) or (None, None)
        if listener is not None:
            os.close(listener)
            process.kill()
        return answer, process.wait(10)


@pytest.mark.parametrize("message", [None, Switch(preview=True)], ids=["nothing", "no job"])
def test_without_a_job_it_refuses(message: Crossing | None) -> None:
    answer, status = _answer(message)

    assert answer == Failure(problem="wall", message="expected a job through the wall, got none")
    assert status == 1


def test_a_camera_that_cannot_be_opened_is_told_before_the_wall_closes() -> None:
    answer, status = _answer(Job(source=SourceConfig("/none.mp4"), models={}))

    assert isinstance(answer, Failure)
    assert answer.problem == "capture"
    assert "/none.mp4" in answer.message
    assert status == 1


def test_a_closed_wall_is_announced_before_any_model_is_loaded() -> None:
    answer, _ = _answer(Job(kind="check", source=SourceConfig("none"), models={}))

    assert isinstance(answer, Ready)
