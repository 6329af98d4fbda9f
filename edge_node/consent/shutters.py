"""Shutters: which cameras of a node at work may look, told from one thread to many."""

import threading
from collections.abc import Iterable
from datetime import datetime

GLANCE_S = 0.5
"""How long a thread waits before it looks round again: what was pressed counts within a second."""


class Shutters:
    """Which cameras may look; the line closes and opens them, the cameras' threads heed it at every frame."""

    def __init__(self, names: Iterable[str]) -> None:
        self._open = {name: threading.Event() for name in names}
        self._since: dict[str, datetime] = {}

    def is_open(self, name: str) -> bool:
        """Return whether the camera may look."""
        return self._open[name].is_set()

    def wait(self, name: str) -> bool:
        """Wait a glance for the camera to be allowed to look; return whether it is."""
        return self._open[name].wait(GLANCE_S)

    def shut(self, name: str) -> None:
        """Let the camera look no longer."""
        self._open[name].clear()

    def open(self, name: str, now: datetime | None = None) -> None:
        """Let the camera look; with a moment, what it saw before that is not taken."""
        if now is not None:
            self._since[name] = now
        self._open[name].set()

    def takes(self, name: str, seen_at: datetime) -> bool:
        """Return whether what the camera saw at the moment may be counted."""
        since = self._since.get(name)
        return self.is_open(name) and (since is None or seen_at >= since)
