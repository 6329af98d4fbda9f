"""A node that closes, seals and sends a day, and kills itself where it is told to: ``HOME STEP NTH``.

The hooks live here and nowhere else: each wraps one call of the product and kills the process, without any
clean-up, right after the n-th time it has done its work.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_node.close import close_out
from edge_node.node import load_node
from edge_node.release import close as release_close
from edge_node.storage.contributions import Contributions
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import Ledger
from edge_node.storage.outbox import Outbox
from edge_node.uplink import courier, report
from edge_node.uplink.client import HttpUplink
from edge_node.uplink.permission import sending_rule
from tests.support.clock import FakeClock

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
BEGUN = NOW - timedelta(hours=26)
BATCH = 8
"""Smaller than in the product, so that a day has many commit points."""

STEPS: dict[str, tuple[type, str]] = {
    "ledger written, not committed": (Ledger, "append"),
    "contribution written, not committed": (Contributions, "append"),
    "went through the door, not sealed": (Journal, "scrub"),
    "envelope written, not committed": (Outbox, "append"),
    "contribution forgotten, not committed": (Contributions, "delete"),
    "answered, outcome not written": (HttpUplink, "post"),
    "outcome written, not committed": (Outbox, "conclude"),
}


def die_after(owner: type, name: str, nth: int) -> None:
    """Wrap the method so that the process is gone after its n-th call."""
    original: Callable[..., object] = getattr(owner, name)
    calls = 0

    def wrapped(*args: object, **named: object) -> object:
        nonlocal calls
        result = original(*args, **named)
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, wrapped)


def main(root: Path, step: str, nth: int) -> None:
    """Run the node once."""
    release_close.BATCH = report.BATCH = courier.BATCH = BATCH
    if step in STEPS:
        die_after(*STEPS[step], nth)
    node = load_node(root, FakeClock(NOW))
    journal = node.open_journal()
    close_out(node, journal, begun=BEGUN)
    if step == "sealed, not sent":
        os.kill(os.getpid(), signal.SIGKILL)
    courier.Courier(
        journal=journal,
        uplinks=node.uplinks(),
        clock=node.clock,
        objection=sending_rule(node.bundles, node.clock),
    ).deliver_all()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
