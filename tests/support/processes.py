"""Processes seen by their pid: who a process has started, and whether they end."""

import os
import select
import threading
from collections.abc import Callable
from pathlib import Path

STEP_S = 0.05


def children_of(pid: int) -> set[int]:
    """Return the pids of the process's children, whichever of its threads started them."""
    found: set[int] = set()
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(word) for word in listed.read_text().split()}
    return found


def watch(pids: set[int]) -> dict[int, int]:
    """Return a descriptor for each process, readable once it has ended; a pid taken anew is not mistaken."""
    return {os.pidfd_open(pid): pid for pid in pids}


def still_there(watched: dict[int, int], timeout_s: float) -> set[int]:
    """Wait for the processes to end; return the pids of those that have not. The descriptors are closed."""
    waiting = set(watched)
    while waiting:
        ended, _, _ = select.select(waiting, [], [], timeout_s)
        if not ended:
            break
        waiting -= set(ended)
    left = {watched[descriptor] for descriptor in waiting}
    for descriptor in watched:
        os.close(descriptor)
    return left


def wait_until(is_so: Callable[[], bool], timeout_s: float) -> bool:
    """Look again and again until it is so, or the time is up; return whether it is."""
    pause = threading.Event()
    for _ in range(int(timeout_s / STEP_S)):
        if is_so():
            return True
        pause.wait(STEP_S)
    return is_so()
