"""A proxy on loopback that notes when how many bytes went which way, and understands none of them."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE_BYTES = 1 << 16


class Heard:
    """What went by: bytes in one direction without an answer between them are one message."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: list[tuple[float, int, int]] = []

    def note(self, connection: int, size: int) -> None:
        """Add bytes of a connection; a negative size goes to the store."""
        at = time.monotonic()
        with self._lock:
            last = self._messages[-1] if self._messages else None
            if last is not None and last[1] == connection and (last[2] > 0) == (size > 0):
                self._messages[-1] = (last[0], connection, last[2] + size)
            else:
                self._messages.append((at, connection, size))

    @contextmanager
    def listening(self) -> Iterator[list[tuple[float, int]]]:
        """Yield a list that holds (moment, size) of every message of the block once it has ended."""
        with self._lock:
            self._messages.clear()
        found: list[tuple[float, int]] = []
        yield found
        with self._lock:
            found += [(at, size) for at, _, size in self._messages]


@contextmanager
def overheard(url: str, heard: Heard) -> Iterator[str]:
    """Yield an address that leads to the one given, with somebody on the line."""
    target = ("127.0.0.1", urlsplit(url).port or 0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_accept, args=(listening, target, heard), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _accept(listening: socket.socket, target: tuple[str, int], heard: Heard) -> None:
    number = 0
    while True:
        try:
            store, _ = listening.accept()
        except OSError:
            return
        number += 1
        try:
            hub = socket.create_connection(target)
        except OSError:  # nobody listens there just now, and that is what the store sees
            store.close()
            continue
        for one in (store, hub):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_pass_on, args=(store, hub, number, heard), daemon=True).start()


def _pass_on(store: socket.socket, hub: socket.socket, number: int, heard: Heard) -> None:
    with store, hub:
        while True:
            ready, _, _ = select.select([store, hub], [], [])
            for one in ready:
                try:
                    piece = one.recv(PIECE_BYTES)
                    if not piece:
                        return
                    heard.note(number, len(piece) if one is store else -len(piece))
                    (hub if one is store else store).sendall(piece)
                except OSError:
                    return
