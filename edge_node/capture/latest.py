"""The newest frame of a live source: a slow reader misses frames and never falls behind."""

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")
_ASK_S = 1.0
"""While nothing comes, the reader says this often that it still waits."""


class Latest(Generic[Item]):
    """Runs an iterator in a thread of its own and keeps only its newest item."""

    def __init__(self, items: Iterator[Item], *, on_wait: Callable[[], None] | None = None) -> None:
        """Start the thread; on_wait is called by the reader each second in which nothing has come."""
        self.replaced = 0
        """Items nobody took before the next one came."""
        self._items = items
        self._on_wait = on_wait or (lambda: None)
        self._changed = threading.Condition()
        self._newest: Item | None = None
        self._has_ended = False
        self._error: Exception | None = None
        threading.Thread(target=self._run, daemon=True, name="capture").start()

    def __iter__(self) -> Iterator[Item]:
        """Yield the newest item each time; wait where there is none yet.

        Raises: what the iterator raised, after its last item.
        """
        while (item := self._take()) is not None:
            yield item
        if self._error is not None:
            raise self._error

    def _take(self) -> Item | None:
        while not self._has_come():
            self._on_wait()
        with self._changed:
            item, self._newest = self._newest, None
            return item

    def _has_come(self) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._newest is not None or self._has_ended, _ASK_S)

    def _run(self) -> None:
        try:
            for item in self._items:
                with self._changed:
                    self.replaced += self._newest is not None
                    self._newest = item
                    self._changed.notify()
        except Exception as error:  # raised again in the reader's thread
            self._error = error
        finally:
            with self._changed:
                self._has_ended = True
                self._changed.notify()
