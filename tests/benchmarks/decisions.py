"""Prints how many decisions a second one core makes: ``python -m tests.benchmarks.decisions``.

Asked as a store asks before recording: with a sign, at an hour, under a pack. Seconds are
of this process, so that what else runs on the machine does not count.
"""

import json
import time
from datetime import time as time_of_day
from itertools import cycle, islice

from policies.circumstances import Circumstances
from policies.engine import Request, decide
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import TaskId

DECISIONS = 200_000


def main() -> None:
    """Time decisions over every task of the shipped policy and one that it does not have."""
    bundle = load_bundle(packs=["eu"])
    there = Circumstances(local_time=time_of_day(12))
    moment = bundle.chain.not_before
    requests = [Request("record", task_id, moment) for task_id in (*tasks(bundle), TaskId("faces.day.site"))]
    began = time.process_time()
    for request in islice(cycle(requests), DECISIONS):
        decide(request, bundle, moment, there)
    print(json.dumps({"decisions_per_s": round(DECISIONS / (time.process_time() - began))}))


if __name__ == "__main__":
    main()
