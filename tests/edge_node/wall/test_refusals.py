"""Every refusal is counted once, by its name, and the reader ends with its child."""

import os

from edge_node.wall.refusals import RefusedCalls
from tests.support.confined import confined


def test_each_call_is_counted_once() -> None:
    done = confined("for _ in range(250):\n    attempt('x', socket.socket)")

    assert done.denied == {"socket": 250}


def test_a_call_without_a_name_is_counted_by_number() -> None:
    done = confined("import ctypes; ctypes.CDLL(None).syscall(999)")

    assert done.denied == {"call_999": 1}


def test_the_reader_ends_when_the_listener_is_gone() -> None:
    reading, writing = os.pipe()
    refused = RefusedCalls(reading)
    os.close(writing)

    assert refused.finish(5) == {}
