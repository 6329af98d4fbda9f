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
    """Fetch the page some times and print the middle one; processor time says it on a busy machine too."""
    held = published(Chain(sites=6, days=14))
    spent_ms, cpu_ms = [], []
    with running(hq_app(held, FakeClock(NOW))) as client:
        for _ in range(ROUNDS):
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get("/hq")
            spent_ms.append(1000 * (time.perf_counter() - began))
            cpu_ms.append(1000 * (time.process_time() - worked))
    print(
        json.dumps(
            {
                "releases": len(held.releases()),
                "status": answer.status_code,
                "median_ms": statistics.median(spent_ms),
                "worst_ms": max(spent_ms),
                "median_cpu_ms": statistics.median(cpu_ms),
            }
        )
    )


if __name__ == "__main__":
    main()
