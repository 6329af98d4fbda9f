"""Prints how many decisions a second one core makes: ``python -m tests.benchmarks.decisions``."""

import json
import time
from itertools import cycle, islice

from policies.engine import Request, decide
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import TaskId

DECISIONS = 200_000


def main() -> None:
    """Time decisions over every task of the shipped policy and one that it does not have."""
    bundle = load_bundle()
    moment = bundle.chain.not_before
    requests = [Request("record", task_id, moment) for task_id in (*tasks(bundle), TaskId("faces.day.site"))]
    began = time.perf_counter()
    for request in islice(cycle(requests), DECISIONS):
        decide(request, bundle, moment)
    print(json.dumps({"decisions_per_s": round(DECISIONS / (time.perf_counter() - began))}))


if __name__ == "__main__":
    main()
