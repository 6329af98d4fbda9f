"""The door at which a program on this machine asks what is happening now: a Unix socket in the node's home.

Whoever may read the home may ask. An answer is made when somebody asks, is given once, and is kept nowhere.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from edge_node.errors import StorageError

ANSWERS_WITHIN_S: Final = 5.0
"""A node that looks at frames answers sooner."""

_MOST_WAITING: Final = 8
_MOST_BYTES: Final = 1 << 16
_log = logging.getLogger(__name__)


class NowDoor:
    """The node's side; answered from the thread that measures, which nobody who asks can hold up."""

    def __init__(self, path: Path) -> None:
        """Open the door; where it cannot be opened, nobody is answered and measuring goes on."""
        self._path = path
        self._socket: socket.socket | None = None
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            path.unlink(missing_ok=True)
            with _short(path) as name:
                listening.bind(name)
            path.chmod(0o600)
            listening.listen(_MOST_WAITING)
            listening.setblocking(False)  # noqa: FBT003 - the standard library's own
        except OSError as error:
            listening.close()
            _log.warning("nobody can ask what is happening now: %s", error)
            return
        self._socket = listening

    def answer(self, say: Callable[[], bytes]) -> None:
        """Give whoever waits one answer, made once for all of them; ask for none where nobody waits."""
        if self._socket is None:
            return
        said: bytes | None = None
        for _ in range(_MOST_WAITING):
            try:
                asking, _who = self._socket.accept()
            except OSError:
                return
            said = say() if said is None else said
            with asking, suppress(OSError):  # who asked may have gone
                asking.setblocking(False)  # noqa: FBT003 - the standard library's own
                asking.sendall(said)

    def close(self) -> None:
        """Close the door and take it away."""
        if self._socket is not None:
            self._socket.close()
            self._path.unlink(missing_ok=True)
            self._socket = None


def ask_now(path: Path) -> bytes:
    """Return what the node in whose home the door is says.  Raises: StorageError when none answers."""
    heard = b""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(ANSWERS_WITHIN_S)
        try:
            with _short(path) as name:
                asking.connect(name)
            while (part := asking.recv(_MOST_BYTES)) and len(heard) < _MOST_BYTES:
                heard += part
        except OSError as error:
            raise StorageError(
                f"no node at work answers in {path.parent}; start it with `shoal edge run`, and ask again"
            ) from error
    return heard


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """Name the file by its open folder: a socket's own name may have 107 bytes and no more (unix(7))."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
