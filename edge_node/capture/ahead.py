"""The next frames of a file, made ready while the last one is looked at."""

import queue
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")
_DEPTH = 4
"""Items held ready: enough to bridge one look, few enough to hold in memory."""


class Ahead(Generic[Item]):
    """Runs an iterator in a thread of its own, a few items ahead; none is lost and none overtakes another."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._ready: queue.Queue[Item | None] = queue.Queue(maxsize=_DEPTH)
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[Item]:
        """Yield every item in order.

        Raises: what the iterator raised, after its last item.
        """
        threading.Thread(target=self._run, daemon=True, name="ahead").start()
        while (item := self._ready.get()) is not None:
            yield item
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            for item in self._items:
                self._ready.put(item)
        except Exception as error:  # raised again in the reader's thread
            self._error = error
        finally:
            self._ready.put(None)
