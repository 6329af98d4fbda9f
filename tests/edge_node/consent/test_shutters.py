"""A shut camera gives nothing, and an opened one nothing that it saw before."""

import threading
from datetime import timedelta

from edge_node.consent.shutters import Shutters
from tests.support.clock import FakeClock

NOW = FakeClock().now()


def test_a_camera_is_shut_until_it_is_opened() -> None:
    shutters = Shutters(["door", "till"])
    shutters.open("door")

    assert (shutters.is_open("door"), shutters.is_open("till")) == (True, False)
    assert shutters.takes("door", NOW)
    assert not shutters.takes("till", NOW)


def test_what_was_seen_before_it_was_opened_again_is_not_taken() -> None:
    shutters = Shutters(["door"])
    shutters.open("door")
    shutters.shut("door")
    shutters.open("door", NOW)

    assert not shutters.takes("door", NOW - timedelta(microseconds=1))
    assert shutters.takes("door", NOW)


def test_who_waits_is_told_at_once() -> None:
    shutters, told = Shutters(["door"]), []
    waiting = threading.Thread(target=lambda: told.append(shutters.wait("door")))

    shutters.open("door")
    waiting.start()
    waiting.join()

    assert told == [True]
