"""Prints how many reports a real leader accepts a second: ``python -m tests.benchmarks.acceptance``.

One store's sealed reports of 34 days, posted over keep-alive connections to a leader in a process of its own.
Refusals are counted by their problem: shares of cohort batches that closed meanwhile come too late.
"""

import json
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from edge_node.close import close_out
from edge_node.demo.hubs import Hubs, hubs
from edge_node.pairing import pair
from edge_node.simulation.plans import PLANS
from edge_node.uplink.client import HttpUplink
from shared.clock import SystemClock
from tests.support.edge_world import peer_at

CONNECTIONS = 16
DAYS = 34


def main() -> None:
    """Pair a node, seal what is due since 34 days, and time the posting alone."""
    with tempfile.TemporaryDirectory() as folder, hubs(Path(folder)) as served:
        envelopes = _envelopes(served, Path(folder) / "node")
        shares = [envelopes[start::CONNECTIONS] for start in range(CONNECTIONS)]
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            outcomes = [
                outcome
                for answered in pool.map(lambda part: _post(served.urls["leader"], part), shares)
                for outcome in answered
            ]
        seconds = time.perf_counter() - began
    accepted = outcomes.count("accepted")
    print(
        json.dumps(
            {
                "accepted": accepted,
                "refused": dict(Counter(outcomes) - Counter(accepted=accepted)),
                "per_second": round(accepted / seconds),
            }
        )
    )


def _envelopes(served: Hubs, home: Path) -> list[bytes]:
    layout = PLANS["boutique"]().layout("Bench", "Europe/Berlin")
    node = pair(
        served.invite("leader", "Bench"),
        served.invite("helper", "Bench"),
        home,
        layout=layout,
        clock=SystemClock(),
    )
    with closing(node.open_journal()) as journal:
        close_out(node, journal, begun=node.clock.now() - timedelta(days=DAYS), unfinished=True)
        return [envelope for _, role, envelope in journal.outbox() if role == "leader"]


def _post(url: str, envelopes: list[bytes]) -> list[str]:
    with HttpUplink(peer_at(url), "leader") as uplink:
        return [uplink.post(envelope) for envelope in envelopes]


if __name__ == "__main__":
    main()
