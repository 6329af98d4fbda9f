"""A day of a node's work that is killed at its n-th seam: before any statement, file operation or post.

The work runs in a forked child, so that SIGKILL takes it as it would take the product: without any clean-up.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from edge_node.begun import note_begun
from edge_node.close import close_out
from edge_node.node import load_node
from edge_node.release import close as release_close
from edge_node.running import measurer_of
from edge_node.site import bare_site
from edge_node.uplink import courier, report
from edge_node.uplink.permission import sending_rule
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import ROLES, random_journey

NOW = datetime(2026, 6, 16, 22, 50, tzinfo=UTC)
"""Ten to one at night in Berlin: the day before is complete, and with it the cohort lane's epoch."""
BEGUN = NOW - timedelta(minutes=100)
BATCH = 24
"""Smaller than in the product, so that the work has many commit points."""
_FILE_CALLS = ("open", "fsync", "link", "rename", "replace", "unlink", "mkdir", "chmod", "ftruncate")


class Seams:
    """Counts what could be interrupted, and kills this process before the n-th."""

    def __init__(self, kill_at: int | None) -> None:
        self.passed = 0
        self._kill_at = kill_at

    def cross(self) -> None:
        """Come to the next seam."""
        if self.passed == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call with a seam before it."""

        def wrapped(*words: Any, **named: Any) -> Any:
            self.cross()
            return call(*words, **named)

        return wrapped

    def install(self) -> None:
        """Put a seam before every statement of SQLite and every call that changes a file, for good."""

        class Connection(sqlite3.Connection):
            execute = self.wrap(sqlite3.Connection.execute)

        connect = sqlite3.connect
        sqlite3.connect = lambda *words, **named: connect(*words, **named, factory=Connection)  # type: ignore[assignment]  # a test's own
        for name in _FILE_CALLS:
            setattr(os, name, self.wrap(getattr(os, name)))


class Letterbox:
    """Keeps every body in a file of its own before it answers, as an aggregator would in its database."""

    def __init__(self, folder: Path, role: Role, seams: Seams) -> None:
        self._folder = folder / role
        self._folder.mkdir(parents=True, exist_ok=True)
        self._seams = seams

    def post(self, envelope: bytes) -> str:
        """Keep the bytes and accept them."""
        self._seams.cross()
        number = len(list(self._folder.iterdir()))
        (self._folder / f"{number:04d}").write_bytes(envelope)
        self._seams.cross()
        return "accepted"


def work(home: Path, letters: Path, seams: Seams, *, people: int) -> None:
    """Count so many people as one pass, close what is due, seal and deliver it."""
    release_close.BATCH = report.BATCH = courier.BATCH = BATCH
    node = load_node(home, FakeClock(NOW))
    uplinks = {role: Letterbox(letters, role, seams) for role in ROLES}
    seams.install()
    with closing(node.open_journal()) as journal:
        if people:
            note_begun(node.home, BEGUN)
            measurer = measurer_of(
                node, bare_site("test", is_in_metres=True), journal, flush_every=people + 1
            )
            measurer.add_all(random_journey(seed, BEGUN.timestamp()) for seed in range(people))
        close_out(node, journal, begun=BEGUN)
        courier.Courier(
            journal=journal,
            uplinks=uplinks,
            clock=node.clock,
            objection=sending_rule(node.bundles, node.clock),
        ).deliver_all()


@contextmanager
def forked(deed: Callable[[], None]) -> Iterator[int]:
    """Do the deed in a child of its own and yield how it ended: 0, 1, or minus the signal."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            deed()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(pid, 0)
    yield os.waitstatus_to_exitcode(status)
