"""Sweeping while a node is at work: at start-up first of all, then every few minutes, on its own thread."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_node.retention.home import sweep_home
from edge_node.retention.sweep import SWEEP_EVERY
from shared.clock import Clock
from shared.elapsed import SystemUptime, UptimeSource
from shared.errors import ShoalError

_log = logging.getLogger(__name__)


@contextmanager
def sweeping(
    root: Path,
    clock: Clock,
    uptime: UptimeSource | None = None,
    *,
    every_s: float = SWEEP_EVERY.total_seconds(),
) -> Iterator[None]:
    """Sweep the home now, and again until the block ends, however long a sending takes meanwhile."""
    reader = uptime or SystemUptime()
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(every_s):
            try_sweep(root, clock, reader)

    try_sweep(root, clock, reader)
    thread = threading.Thread(target=run, name="sweeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def try_sweep(root: Path, clock: Clock, uptime: UptimeSource) -> None:
    """Sweep; what fails is said, and stands as an alarm in the retention table until it succeeds."""
    try:
        sweep_home(root, clock, uptime)
    except ShoalError as error:
        _log.warning("not swept: %s", error)
