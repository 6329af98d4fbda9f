"""Counting what the kernel refused: each stopped call is read here, counted by name and answered EPERM.

Source: Linux, include/uapi/linux/seccomp.h and Documentation/userspace-api/seccomp_filter.rst.
"""

import errno
import fcntl
import os
import select
import struct
import threading
from collections import Counter

from edge_node.wall.syscalls import names

_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTICE = struct.Struct("=QIIiIQ6Q")
"""Id, thread, flags, then the call: number, machine, instruction, six arguments."""
_ANSWER = struct.Struct("=QqiI")


class RefusedCalls:
    """Reads one child's listener in a thread until the child is gone."""

    def __init__(self, listener: int) -> None:
        self._listener = listener
        self._names = names()
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._read, daemon=True, name="refusals")
        self._thread.start()

    def counts(self) -> Counter[str]:
        """Return refused calls by name so far."""
        with self._lock:
            return Counter(self._counts)

    def finish(self, timeout_s: float) -> Counter[str]:
        """Return the counts once the child is gone and every refusal has been read."""
        self._thread.join(timeout_s)
        return self.counts()

    def _read(self) -> None:
        poll = select.poll()
        poll.register(self._listener, select.POLLIN)
        try:
            while all(not events & select.POLLHUP for _, events in poll.poll()):
                self._answer_one()
        finally:
            os.close(self._listener)

    def _answer_one(self) -> None:
        notice = bytearray(_NOTICE.size)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, notice)
            number = _NOTICE.unpack(notice)[3]
            with self._lock:
                self._counts[self._names.get(number, f"call_{number}")] += 1
            answer = _ANSWER.pack(_NOTICE.unpack(notice)[0], 0, -errno.EPERM, 0)
            fcntl.ioctl(self._listener, _SEND, answer)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.EINTR):
                raise
