"""Prints what the HQ page costs, six stores over two weeks: ``python -m tests.benchmarks.hq_page``."""

import json
import statistics
import time

from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.releases import NOW, Chain, published

ROUNDS = 7


def main() -> None:
    """Fetch the page some times and print the middle one."""
    held = published(Chain(sites=6, days=14))
    spent_ms = []
    with running(hq_app(held, FakeClock(NOW))) as client:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answer = client.get("/hq")
            spent_ms.append(1000 * (time.perf_counter() - began))
    print(
        json.dumps(
            {
                "releases": len(held.releases()),
                "status": answer.status_code,
                "median_ms": statistics.median(spent_ms),
                "worst_ms": max(spent_ms),
            }
        )
    )


if __name__ == "__main__":
    main()
