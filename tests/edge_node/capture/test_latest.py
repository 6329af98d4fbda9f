"""A slow reader gets the newest item, and learns how the source ended."""

import threading
from collections.abc import Iterator

import pytest

from edge_node.capture.latest import Latest


class Source:
    """Gives three items at once, then one more when told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.gave_three = threading.Event()
        self.go_on = threading.Event()
        self._error = error

    def __iter__(self) -> Iterator[int]:
        yield from (1, 2, 3)
        self.gave_three.set()
        self.go_on.wait(5)
        if self._error:
            raise self._error
        yield 4


def test_only_the_newest_is_kept_and_the_rest_are_counted() -> None:
    source = Source()
    latest = Latest(iter(source))
    source.gave_three.wait(5)

    items = iter(latest)
    first = next(items)
    source.go_on.set()

    assert (first, list(items), latest.replaced) == (3, [4], 2)


def test_the_sources_error_reaches_the_reader_after_its_last_item() -> None:
    source = Source(ValueError("lost"))
    latest = Latest(iter(source))
    source.gave_three.wait(5)
    items = iter(latest)

    assert next(items) == 3
    source.go_on.set()
    with pytest.raises(ValueError, match="lost"):
        next(items)


def test_a_source_without_items_ends_at_once() -> None:
    assert list(Latest(iter(()))) == []


def test_a_reader_says_that_it_waits_while_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_node.capture.latest._ASK_S", 0.001)
    source = Source()
    asked = threading.Event()
    items = iter(Latest(iter(source), on_wait=asked.set))
    source.gave_three.wait(5)
    next(items)

    threading.Thread(target=lambda: asked.wait(5) and source.go_on.set(), daemon=True).start()

    assert next(items) == 4
    assert asked.is_set()
