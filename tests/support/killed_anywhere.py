"""A deed that is killed at its n-th seam: what stood on the disk just then is what is found afterwards.

The home is copied at the seam and the deed goes on; then the copy takes the home's place. That is what
SIGKILL leaves, with no clean-up of ours, and it costs no process.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FILE_CALLS = ("open", "fsync", "rename", "replace", "unlink", "link")


class Killed:
    """Where in a deed the home is copied."""

    def __init__(self, home: Path, image: Path, nth: int) -> None:
        self._home, self._image, self._left = home, image, nth
        self.has_struck = False

    def cross(self) -> None:
        """Come to the next seam."""
        if self._left == 0 and not self.has_struck:
            self.has_struck = True
            shutil.copytree(self._home, self._image)
        self._left -= 1


@contextmanager
def killed(home: Path, image: Path, nth: int) -> Iterator[Killed]:
    """Kill what is done inside at its n-th seam; open connections inside, and close them there."""
    seams = Killed(home, image, nth)

    def before(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*words: Any, **named: Any) -> Any:
            seams.cross()
            return call(*words, **named)

        return wrapped

    class Connection(sqlite3.Connection):
        execute = before(sqlite3.Connection.execute)

    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sqlite3, "connect", lambda *words, **named: connect(*words, **named, factory=Connection)
        )
        for name in FILE_CALLS:
            patch.setattr(os, name, before(getattr(os, name)))
        yield seams
    if seams.has_struck:
        shutil.rmtree(home)
        image.rename(home)
