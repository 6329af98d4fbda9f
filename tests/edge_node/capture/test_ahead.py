"""Items are made ready ahead; none is lost, none overtakes another, and an error comes last."""

import threading
from collections.abc import Iterator

import pytest

from edge_node.capture.ahead import Ahead
from edge_node.errors import CaptureError


def test_every_item_comes_in_order() -> None:
    assert list(Ahead(iter(range(100)))) == list(range(100))


def test_an_empty_source_ends() -> None:
    assert list(Ahead(iter(()))) == []


def test_the_next_item_is_made_while_the_last_is_looked_at() -> None:
    made = threading.Semaphore(0)

    def items() -> Iterator[int]:
        for item in range(3):
            made.release()
            yield item

    ahead = iter(Ahead(items()))
    next(ahead)

    assert all(made.acquire(timeout=10) for _ in range(3))


def test_an_error_is_raised_after_the_last_item() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise CaptureError("expected more, got the end")

    ahead = iter(Ahead(items()))

    assert next(ahead) == 1
    with pytest.raises(CaptureError, match="got the end"):
        next(ahead)
